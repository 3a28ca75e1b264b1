"""The style sheet of the report in HTML: dark on white, and fit for A4 when printed."""

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 8mm 6mm; max-width: 198mm; background: #fff; color: #15191e;
  font: 10pt/1.42 Inter, "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere; }
header { display: grid; grid-template-columns: 5fr 6fr; column-gap: 8mm; align-items: baseline; }
h1, .exam { margin: 0; font-size: 16pt; font-weight: 600; line-height: 1.2; }
.exam { font-size: 12pt; text-align: right; }
header p { margin: 0.6mm 0 0; font-size: 9pt; }
header p.study { text-align: right; }
h2 { margin: 5mm 0 1.2mm; font-size: 11pt; font-weight: 600; break-after: avoid; }
p { margin: 0 0 1.2mm; }
.state { margin: 3mm 0; padding: 1.8mm 3mm; border-left: 1.2mm solid #24455f; background: #eef2f5; }
.state.draft { border-color: #b98a1e; background: #fdf0cf; }
.state.unreviewed { border-color: #5c0f0f; background: #8e1b1b; color: #fff; }
.state.addendum { border-color: #1c5fa8; background: #e7effa; }
.impression { margin: 0; padding-left: 6mm; font-size: 10.5pt; }
.impression li { margin-bottom: 0.8mm; padding-left: 1mm; }
.impression li::marker { font-weight: 600; }
.pictures { display: flex; flex-wrap: wrap; gap: 4mm; margin: 4mm 0 2mm; align-items: flex-start; }
.pictures svg { display: block; max-width: 100%; height: auto; }
.keys { flex: 1 1 60mm; display: grid; grid-template-columns: repeat(2, 1fr); gap: 3mm 2mm; }
.keys.across-1 { grid-template-columns: 1fr; }
figure { margin: 0; break-inside: avoid; }
figure img { display: block; width: 100%; background: #f3f5f7; border: 0.2mm solid #b4bac1; }
figcaption { margin-top: 0.8mm; font-size: 8.2pt; line-height: 1.25; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 8.4pt; line-height: 1.25; overflow-wrap: normal; }
th, td { padding: 0.8mm 1mm; text-align: left; vertical-align: top; border-bottom: 0.2mm solid #b4bac1; }
thead th { background: #f3f5f7; font-weight: 600; border-bottom: 0; }
thead tr:last-child th { border-bottom: 0.4mm solid #24455f; }
tbody th { font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: right; }
td.place { text-align: right; font-size: 7.6pt; color: #5b636c; white-space: nowrap; }
.kept { white-space: nowrap; }
.apart { border-left: 0.35mm solid #24455f; }
.quiet { color: #5b636c; }
tr.said td, tr.said th { border-bottom: 0; }
tr.remark td { padding-top: 0; }
tr.remark td.text { overflow-wrap: anywhere; }
.note { margin-top: 1.2mm; font-size: 8.4pt; color: #5b636c; }
section.passage { padding-left: 39mm; margin-top: 2mm; }
section.passage h2 { float: left; width: 37mm; margin: 0 0 0 -39mm; font-size: 10pt; }
section.passage p { margin-bottom: 0.8mm; white-space: pre-line; }
footer { margin-top: 7mm; padding-top: 1.6mm; border-top: 0.2mm solid #b4bac1; font-size: 8.4pt; color: #5b636c; }
@media (max-width: 640px) {
  header { display: block; } .exam, header p.study { text-align: left; }
  section.passage { padding-left: 0; } section.passage h2 { float: none; width: auto; margin-left: 0; } }
@page { size: A4; margin: 12mm 12mm 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 8.6pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .impression { font-size: 9.2pt; }
  .pictures { flex-wrap: nowrap; break-inside: avoid; }
  .keys { flex: 1 1 0; }
  table { font-size: 7.4pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  h2 { font-size: 9.6pt; }
  section.passage { break-inside: avoid; }
  section.passage h2 { font-size: 8.6pt; break-after: auto; }
  section.passage p { orphans: 3; widows: 3; }
}
"""
