"""How the page of html_out.py looks, on a screen and on A4."""

STYLE = """
:root{color-scheme:light}
body{font:15px/1.45 system-ui,"Segoe UI",Roboto,"Liberation Sans",sans-serif;color:#1c1f24;background:#fff;
max-width:700px;margin:1.5rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0 0 .2rem}
h2{font-size:1.15rem;margin:1.8rem 0 .5rem;border-bottom:1px solid #c8ccd2}
h3{font-size:1rem;margin:1rem 0 .2rem}p{margin:.2rem 0 .5rem}.small{color:#4a5059;font-size:.87rem}
dl{display:grid;grid-template-columns:1fr 1fr;gap:.1rem 1.5rem;margin:0}
dl div{display:flex;justify-content:space-between;gap:1rem;border-bottom:1px dotted #c8ccd2}
dt{color:#4a5059}dd{margin:0;font-weight:600;white-space:nowrap}
figure{margin:.5rem 0}figcaption{color:#4a5059;font-size:.87rem}svg{max-width:100%;height:auto;display:block}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.5rem}
table{border-collapse:collapse;width:100%;font-size:.87rem;margin:.4rem 0}
th,td{text-align:left;vertical-align:top;padding:.15rem .5rem .15rem 0;border-bottom:1px solid #e1e4e8}
td{overflow-wrap:anywhere}td:first-child{white-space:nowrap}th{color:#4a5059;font-weight:600}
svg text{font-size:10px;fill:#4a5059}.y{text-anchor:end}svg .head{fill:#1c1f24;font-weight:600}
.sign{text-anchor:middle;fill:#1c1f24}
.grid{stroke:#dde1e6;fill:none}.bar{fill:#44618a}.goal{stroke:#1c1f24;stroke-dasharray:5 4;fill:none}
.before{stroke:#8a6d3b;stroke-dasharray:3 3;fill:none}.after{stroke:#1f4e79;fill:none}
.before-dot{stroke:#8a6d3b;stroke-width:5.5;stroke-linecap:round}
.after-dot{stroke:#1f4e79;stroke-width:5;stroke-linecap:square}
.wanted{stroke:#1c1f24;stroke-width:1.4;fill:none}.real{stroke:#2f6fb0;stroke-width:3.4;stroke-linecap:round}
@page{size:A4;margin:15mm}
@media print{body{max-width:none;margin:0;padding:0;font-size:10.5pt}
h2,h3{break-after:avoid}figure,section,tr{break-inside:avoid}thead{display:table-header-group}
svg,td,th{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media(max-width:560px){dl,.pair{grid-template-columns:1fr}}
"""
