/// How all pages look: one column, on screens of any width and on paper.
enum Stylesheet {
  static var text: String { Palette.rules + page + tables + drawings + inks + media }

  private static let page = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
    body{margin:0;background:var(--paper);color:var(--text);font:17px/1.6 system-ui,-apple-system,\
    "Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans","DejaVu Sans",sans-serif;\
    font-variant-numeric:tabular-nums;overflow-wrap:break-word}
    a{color:var(--link)}
    .column{max-width:1040px;margin:0 auto;padding:0 28px}
    .skip{position:absolute;left:-999px;top:0;padding:8px 16px;background:var(--panel)}
    .skip:focus{left:8px;top:8px}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px}
    header{padding:64px 0 8px}
    .eyebrow{margin:0 0 12px;color:var(--soft);font-size:16px}
    h1{margin:0;font-size:clamp(32px,5vw,54px);line-height:1.12;letter-spacing:-.02em;\
    font-weight:700;text-wrap:balance}
    .verdict{margin:14px 0 0;font-size:clamp(20px,2.6vw,27px);line-height:1.35;text-wrap:balance}
    .lead{max-width:44em;margin:22px 0 0}
    .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:24px 32px;\
    margin:40px 0 0;padding:26px 0 0;border-top:1px solid var(--grid)}
    .facts div{display:flex;flex-direction:column}
    .facts dt{order:2;color:var(--soft);font-size:15px;line-height:1.4}
    .facts dd{margin:0;font-size:32px;line-height:1.2;font-weight:650;letter-spacing:-.01em}
    nav{margin:40px 0 0;font-size:16px}
    nav ul{display:flex;flex-wrap:wrap;gap:4px 22px;margin:0;padding:0;list-style:none}
    nav a{display:inline-block;padding:4px 0}
    section{padding:56px 0 0}
    h2{margin:0 0 10px;font-size:clamp(23px,3vw,31px);line-height:1.25;letter-spacing:-.01em;\
    text-wrap:balance}
    h3{margin:36px 0 6px;font-size:19px;line-height:1.35}
    section>p{max-width:44em;margin:0 0 12px}
    figure{margin:26px 0 0}
    figcaption,.note{max-width:48em;margin:12px 0 0;color:var(--soft);font-size:15px;\
    line-height:1.5}
    .key{display:flex;flex-wrap:wrap;gap:4px 20px;margin:16px 0 0;font-size:15px}
    .swatch{display:inline-flex;align-items:center;gap:8px}
    .alerts{margin:40px 0 0;padding:18px 24px;background:var(--alert);\
    border-left:5px solid var(--alert-edge)}
    .alerts h2{margin:0 0 6px;font-size:19px}
    .alerts ul{margin:0;padding-left:20px}
    .alerts li{margin:6px 0}
    .verdicts{margin:36px 0 0;padding:22px 0 0 28px;border-top:1px solid var(--grid)}
    .verdicts li{margin:8px 0}
    .badge{display:inline-block;padding:1px 10px;border:1.5px solid var(--axis);border-radius:4px;\
    font-size:15px;font-weight:650;white-space:nowrap}
    .holds{color:var(--ink-3);border-color:var(--ink-3)}
    .fails{color:var(--ink-1);border-color:var(--ink-1)}
    .open{color:var(--soft)}
    .measured{font-size:19px;line-height:1.5}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));\
    gap:0 44px}.pair figure{max-width:600px}
    dl.method{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:10px 28px;\
    margin:20px 0 0}
    dl.method dt{color:var(--soft)}
    dl.method dd{margin:0}
    code{font:15px/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;\
    overflow-wrap:anywhere}
    .aside{margin:0 0 8px}
    .command{margin:0 0 8px;padding-left:2em;text-indent:-2em}
    bdi{unicode-bidi:isolate}
    footer{margin:72px 0 0;padding:22px 0 56px;border-top:1px solid var(--grid);\
    color:var(--soft);font-size:15px}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);\
    white-space:nowrap}

    """

  private static let tables = """
    .table{margin:22px 0 0}
    .caption{max-width:48em;margin:0 0 10px;color:var(--soft);font-size:15px;line-height:1.35}
    .scroll{overflow-x:auto;position:relative}
    table{border-collapse:collapse;font-size:15px;line-height:1.35;min-width:100%}
    th,td{padding:6px 12px;text-align:right;white-space:nowrap;vertical-align:top}
    thead th{border-bottom:2px solid var(--axis);vertical-align:bottom}
    tbody th{text-align:left;font-weight:400;position:sticky;left:0;background:var(--paper);\
    padding-left:0}
    thead td,thead th:first-child{position:sticky;left:0;background:var(--paper)}
    tbody th.part{font-weight:650;padding-top:20px}
    tbody tr+tr{border-top:1px solid var(--grid)}
    .range{display:block;color:var(--soft);font-size:13.5px}

    """

  private static let drawings = """
    .definitions{position:absolute}
    .chart{display:block;width:100%;height:auto;overflow:visible;font-size:15px}
    .chart.narrow{display:none}
    .chart text{fill:var(--text)}
    .chart .tick,.chart .soft{fill:var(--soft);font-size:14px}
    .chart .strong{font-weight:650}
    .chart .figure{font-weight:600}
    .grid{stroke:var(--grid)}
    .axis{stroke:var(--axis)}
    .cover{fill:var(--paper)}
    .bed{fill:var(--bed)}
    .limit{stroke:var(--soft);stroke-dasharray:2 4}
    .ideal{fill:none;stroke:var(--soft);stroke-width:1.5;stroke-dasharray:7 5}
    .threshold{stroke:var(--text);stroke-width:1.5;stroke-dasharray:2 3}
    .interval{opacity:.34}
    .round{opacity:.62}
    .band{opacity:.16}
    .curve,.join{fill:none!important;stroke-width:2.5}
    .join{stroke-width:1.5;stroke-dasharray:1 4;stroke-linecap:round}
    .whisker{stroke-width:2.5}
    .middle{stroke:var(--paper);stroke-width:1.5}
    .course{opacity:.85}
    .loupe{fill:none;stroke:var(--text);stroke-width:1.5}
    .pattern-mark{fill:var(--paper);opacity:.55}

    """

  private static var inks: String {
    var text = ""
    for ink in Ink.allCases {
      let (name, colour) = (ink.name, "var(--\(ink.name))")
      text +=
        ".\(name){fill:\(colour)}.curve.\(name),.join.\(name),.whisker.\(name)"
        + "{stroke:\(colour)}.chart .\(name)-text,.\(name)-text{fill:\(colour);color:\(colour)}\n"
    }
    for texture in Texture.allCases { text += ".\(texture.name){fill:url(#\(texture.name))}\n" }
    return text + ".edge{stroke:var(--axis)}.hatched-bed{fill:var(--bed)}\n"
  }

  private static let media = """
    @media screen and (max-width:720px){
    body{font-size:16px}.column{padding:0 16px}header{padding:36px 0 0}section{padding:44px 0 0}
    .chart.wide{display:none}.chart.narrow{display:block}
    dl.method{grid-template-columns:minmax(0,1fr);gap:2px}dl.method dd{margin:0 0 12px}
    .facts{grid-template-columns:1fr 1fr;gap:20px 16px}.facts dd{font-size:26px}
    tbody th{white-space:normal;min-width:88px}th,td{padding:6px 5px}thead th{white-space:normal}
    table{font-size:14px}
    }
    @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
    @media print{
    @page{margin:16mm 14mm}
    body{font-size:10.5pt}.column{max-width:none;padding:0}
    nav,.skip{display:none}header{padding:0}section{padding:28px 0 0}
    h2,h3{break-after:avoid}figure,.facts,.alerts,tr{break-inside:avoid}
    .scroll{overflow:visible}table{font-size:8pt}th,td{padding:3px 6px}.range{font-size:7pt}
    *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
    }

    """
}
