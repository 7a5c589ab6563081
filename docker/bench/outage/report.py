"""Results as one Markdown table, and as the lines that appear while the drill runs."""

from phases import KNOWN_AFTER_SECONDS, Names, milliseconds


def line(title, phase, figures):
    first = "" if figures.first_fresh is None else f", first fresh {milliseconds(figures.first_fresh)}"
    return (
        f"{title:32} {phase.title:32} {share(figures):>6}  ms: p50 {milliseconds(figures.p50):>4}, p99 "
        f"{milliseconds(figures.p99):>4}; {figures.upstream_per_question:.2f} upstream, {figures.wrong} wrong{first}"
    )


def share(figures):
    """Rounded down: 100 % means all."""
    thousandths = int(1000 * figures.in_time / figures.questions)
    return "100 %" if thousandths == 1000 else f"{thousandths / 10:.1f} %"


def table(phases, results):
    """results: per title a dictionary from phase key to figures."""
    rows = [["phase", *results], ["---"] * (len(results) + 1)]
    for phase in phases:
        rows.append([phase.title, *(_cell(figures.get(phase.key)) for figures in results.values())])
    if any(phase.names is Names.RETURN for phase in phases):
        found = [[f.first_fresh for f in each.values() if f.first_fresh is not None] for each in results.values()]
        rows.append(["first fresh answer after the return, ms", *(milliseconds(f[0]) if f else "" for f in found)])
    rows.append(["wrong answers", *(str(sum(f.wrong for f in figures.values())) for figures in results.values())])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cell(figures):
    if figures is None:
        return ""
    return f"{share(figures)} / {milliseconds(figures.p99)} / {figures.upstream_per_question:.2f}"


def explanation(rate, seconds):
    return (
        f"Share answered correctly within 1 s / p99 in ms / questions to upstreams per question; {rate} questions a "
        f"second for {seconds:g} s, each asked once, after some seconds to warm up. With names seen before, p99 is of what was asked "
        f"{KNOWN_AFTER_SECONDS:g} s or more into the outage; after the return, share and p99 are of what was asked "
        "1 s or more after it."
    )
