"""An exercise, its poses and a routine of one's own, as tests define them."""

from collections.abc import Mapping
from typing import Any

HIP: Mapping[str, Any] = {
    "id": "hip-circle",
    "name": "Hip circle",
    "kind": "strength",
    "position": "hands-and-knees",
    "sides": "each",
    "works_on": ["hips"],
    "set_up": ["Kneel on hands and knees.", "Keep your {other} knee down."],
    "movement_in": "Slowly lift your {side} knee out to the side.",
    "hold": ["Your back stays still; breathe slowly."],
    "movement_out": "Slowly bring your {side} knee back.",
    "dose": {
        "start": {"hold_s": 3, "reps": 1},
        "target": {"hold_s": 4, "reps": 2},
        "ceiling": {"hold_s": 8, "reps": 6},
    },
}
POSES: Mapping[str, Any] = {
    "worked": ["abdomen"],
    "pose": [
        {
            "moment": 0,
            "anchor": "hip",
            "at": [0.0, 0.42],
            "spine": [0, 0, 0],
            "neck": 10,
            "legs": {"ankle": [-1.7, 0.17], "foot": 185},
            "arms": {"upper": 185, "elbow": 0},
            "floor": ["hip"],
        },
        {"moment": 1, "spine": [0, 5, 30]},
    ],
}
MORNING: Mapping[str, Any] = {
    "id": "morning",
    "name": "Morning",
    "items": [
        {"exercise": "hip-circle"},
        {"exercise": "pelvic-tilt", "dose": {"hold_s": 4, "reps": 3}},
        {"exercise": "pelvic-lift"},
        {"exercise": "pelvic-tilt"},
    ],
}


def hip(**other: Any) -> dict[str, Any]:
    """The definition of the hip circle, with other values behind some keys; None takes a key out."""
    merged = {**HIP, **other}
    return {key: value for key, value in merged.items() if value is not None}
