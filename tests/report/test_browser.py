"""The report page in a browser, opened from a file: keys lead from fault to fault, and the console stays empty."""

import re
import shutil
import subprocess

import pytest

from screenc.report import critique, lanes, model, page

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SEEN = """<script>
const seen = [];
const shown = () => [...document.querySelectorAll('#detail article')].filter(a => !a.hidden);
const look = () => seen.push(shown().map(a => a.dataset.shot).join('+'));
look();
for (const key of ['f', 'f', 'Home', 'ArrowRight', 'End']) {
  document.dispatchEvent(new KeyboardEvent('keydown', {key}));
  look();
}
document.querySelector('.lane a.gone').click(); look();
document.querySelector('.strip a').click(); look();
document.title = seen.join(' ') + ' wide ' + (document.documentElement.scrollWidth <= innerWidth);
</script></body>"""


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
@pytest.mark.parametrize("width", [1400, 390])
def test_keys_and_clicks_lead_through_the_page_and_nothing_is_asked_of_a_network(tmp_path, width):
    from report.test_lanes import FOUND, plan

    beside = lanes.lanes(FOUND, plan(4, 2, 2, 2), frozenset(), "cut.mp4", "F", critique.summary(FOUND))
    report = model.Report(
        screenc="1",
        film="f",
        title="F",
        width=160,
        height=90,
        rate=24,
        length=8.0,
        exit=3,
        shots=beside.cuts,
        spent=model.Spent(seconds=0),
    )
    text = page.render(report, plan(4, 2, 2, 2), {}, {}, None, beside)
    path = tmp_path / "report.html"
    path.write_text(text.replace("</body>", SEEN), encoding="utf-8")
    words = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        f"--window-size={width},900",
        "--dump-dom",
    ]
    done = subprocess.run([BROWSER, *words, path.as_uri()], capture_output=True, text=True, timeout=120)
    assert "CONSOLE" not in done.stderr, done.stderr
    told = re.search(r"<title>(.*?)</title>", done.stdout)[1]
    shots, _, fits = told.partition(" wide ")
    assert shots.split() == ["s1.2", "s1.1", "s1.3", "s1.2", "s1.1", "s1.4", "s1.3", "s1.2"] and fits == "true"
