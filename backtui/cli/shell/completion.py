"""`completion`: what a shell needs to complete words, and the answers to its questions."""

import os

import click
from click.shell_completion import (
    BashComplete,
    FishComplete,
    ShellComplete,
    add_completion_class,
    get_completion_class,
)

from backtui import COMPLETING
from backtui.cli.errors import DONE, FAILED
from backtui.cli.options import examples
from backtui.cli.output import put

SHELLS = ("bash", "zsh", "fish")


class AnyBash(BashComplete):
    """For bash from 3.2 on, which macOS has; click's own needs 4.4, and breaks words at colons."""

    source_template = r"""%(complete_func)s() {
    local IFS=$'\n' words=() cur own value line i files=
    COMPREPLY=()
    # Bash takes : and = for words of their own; here they belong to what stands around them.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        if ((i > 1)) && [[ ${COMP_WORDS[i]} == [:=]* || ${COMP_WORDS[i - 1]} == [:=] ]]; then
            words[${#words[@]} - 1]+=${COMP_WORDS[i]}
        else
            words+=("${COMP_WORDS[i]}")
        fi
    done
    cur=${words[${#words[@]} - 1]}
    own=${COMP_WORDS[COMP_CWORD]}
    [[ $own == [:=] ]] && own=
    while IFS= read -r line; do
        value=${line#*,}
        case $line in
            plain,*)
                if [[ $cur == "$own" && $cur == --*=* ]]; then
                    value=${cur%%%%=*}=$value
                elif [[ -n ${cur%%"$own"} ]]; then
                    value=${value#"${cur%%"$own"}"}
                fi
                COMPREPLY+=("$value")
                ;;
            file,* | dir,*) files=yes ;;
        esac
    done <<<"$(COMP_WORDS="${words[*]}" COMP_CWORD=$((${#words[@]} - 1)) %(complete_var)s=bash_complete "$1")"
    # Without compopt, before bash 4, files are offered wherever nothing else fits, and only there.
    if type compopt >/dev/null 2>&1; then
        if [[ -z $files ]]; then
            compopt +o default
        elif ((${#COMPREPLY[@]})); then
            compopt -o filenames
            while IFS= read -r line; do
                [[ -z $line ]] || COMPREPLY+=("$line")
            done <<<"$(compgen -f -- "$own")"
        fi
    fi
    return 0
}

complete -o default -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null ||
    complete -o default -F %(complete_func)s %(prog_name)s
"""


class WholeFish(FishComplete):
    """For fish; click's own cuts a list at its first comma."""

    source_template = r"""function %(complete_func)s
    set -lx %(complete_var)s fish_complete
    set -lx COMP_WORDS (commandline -cp)
    set -lx COMP_CWORD (commandline -t)
    for line in (%(prog_name)s)
        set -l parts (string split -m 1 , -- $line)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo $parts[2]
        end
    end
end

complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


add_completion_class(AnyBash)
add_completion_class(WholeFish)


def complete(program: click.Command) -> int:
    """Answer a shell that asks, such as for bash_complete or bash_source. Raises OSError.

    What cannot be answered is not spoken of: it would stand in the middle of the line that somebody types.
    """
    shell, _, instruction = os.environ[COMPLETING].partition("_")
    kind = get_completion_class(shell)
    if kind is None or instruction not in {"complete", "source"}:
        return FAILED
    answering = kind(program, {}, "backtui", COMPLETING)
    try:
        answer = answering.complete() if instruction == "complete" else script(program, shell)
    except Exception:
        return FAILED
    put(f"{answer}\n")
    return DONE


def script(program: click.Command, shell: str) -> str:
    """What one of SHELLS reads to complete words."""
    kind = get_completion_class(shell)
    assert kind is not None
    # Not bash's own: that one would run bash to ask for its version.
    return ShellComplete.source(kind(program, {}, "backtui", COMPLETING)).rstrip("\n")


@click.command(
    "completion",
    epilog=examples(
        ('eval "$(backtui completion bash)"', "in ~/.bashrc"),
        ('eval "$(backtui completion zsh)"', "in ~/.zshrc, after compinit"),
        ("backtui completion fish | source", "in ~/.config/fish/config.fish"),
    ),
)
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> int:
    """Print the script with which your shell completes words."""
    put(script(ctx.find_root().command, shell) + "\n")
    return DONE
