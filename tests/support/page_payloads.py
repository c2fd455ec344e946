"""Texts that would run a script or load something from elsewhere, if the page did not guard against them."""

from datetime import date

from qa import Answer, Citation

RUN = "top.PWNED=1"
AWAY = "http://away.example"
SCRIPTS = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<iframe src=javascript:{RUN}></iframe>",
    f"<iframe srcdoc='<script>{RUN}</script>'>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<input autofocus onfocus={RUN}>",
    f"<video src=x onerror={RUN}>",
    f"<audio src=x onerror={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<object data=javascript:{RUN}>",
    f"<embed src=javascript:{RUN}>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<style onload={RUN}></style>",
    f"<marquee onstart={RUN}>x</marquee>",
    f"<a autofocus tabindex=0 onfocus={RUN}>x</a>",
    f"<select autofocus onfocus={RUN}>",
    f"<textarea autofocus onfocus={RUN}>",
    f"</title><script>{RUN}</script>",
    f"</textarea><img src=x onerror={RUN}>",
    f"--><img src=x onerror={RUN}>",
    f"]]><img src=x onerror={RUN}>",
    f"'\"><img src=x onerror={RUN}>",
    f'"><svg/onload={RUN}>',
    f"' onfocus={RUN} autofocus='",
    f'" onmouseover={RUN} "',
    f"[x](javascript:{RUN})",
    f'![x](x" onerror="{RUN})',
    f"<javascript:{RUN}>",
    f"[x]: javascript:{RUN}",
    "${" + RUN + "}",
    "{{constructor.constructor('" + RUN + "')()}}",
    "{{" + RUN + "}}",
    "<%= " + RUN + " %>",
    "#{" + RUN + "}",
    f"&lt;img src=x onerror={RUN}&gt;",
    f"&#60;img src=x onerror={RUN}&#62;",
    f"\\u003cimg src=x onerror={RUN}\\u003e",
    f"&amp;lt;img src=x onerror={RUN}&amp;gt;",
    f"%3Cimg%20src%3Dx%20onerror%3D{RUN}%3E",
    f"<img src=x\tonerror={RUN}>",
    f"<img/src=x/onerror={RUN}>",
    f"<IMG SRC=x ONERROR={RUN}>",
    f"<img src=x onerror\n=\n{RUN}>",
    f"<scr<script>ipt>{RUN}",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><set onbegin={RUN} attributeName=x to=1>",
    f"<form><button formaction=javascript:{RUN}>x</button></form>",
    f"<template><img src=x onerror={RUN}></template>",
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f"<base href=javascript:{RUN}//>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<isindex type=image src=1 onerror={RUN}>",
    f"<img src=x onerror=\"eval('{RUN}')\">",
    f"```html\n<img src=x onerror={RUN}>\n```",
    f"`<img src=x onerror={RUN}>`",
    f"$$<img src=x onerror={RUN}>$$",
    f"\\(<img src=x onerror={RUN}>\\)",
    f"> <img src=x onerror={RUN}>",
    f"* <img src=x onerror={RUN}>",
    f"|<img src=x onerror={RUN}>|\n|-|",
    f"<div>\n\n<img src=x onerror={RUN}>\n\n</div>",
]
SCRIPTS += [
    f"<p on{event}={RUN} tabindex=1 autofocus style='animation:x 1s'>{event}</p>"
    for event in (
        "click",
        "focus",
        "blur",
        "pointerenter",
        "mouseover",
        "animationstart",
        "transitionend",
        "wheel",
        "scroll",
        "beforeinput",
        "copy",
        "paste",
        "keydown",
        "contextmenu",
        "drag",
        "toggle",
        "load",
        "error",
        "resize",
        "message",
        "hashchange",
        "pageshow",
        "popstate",
        "storage",
        "submit",
        "reset",
        "select",
        "invalid",
        "input",
        "change",
        "touchstart",
        "gotpointercapture",
        "fullscreenchange",
        "securitypolicyviolation",
        "visibilitychange",
        "auxclick",
    )
]
LOADS = [
    f"<img src={AWAY}/1.png>",
    f"<img srcset='{AWAY}/2.png 1x'>",
    f"<picture><source srcset={AWAY}/3.png><img></picture>",
    f"<video poster={AWAY}/4.png>",
    f"<video src={AWAY}/5.mp4 autoplay>",
    f"<audio src={AWAY}/6.mp3 autoplay>",
    f"<link rel=stylesheet href={AWAY}/7.css>",
    f"<style>@import '{AWAY}/8.css'</style>",
    f"<p style='background:url({AWAY}/9.png)'>x</p>",
    f"<style>body{{background:url({AWAY}/10.png)}}</style>",
    f"<iframe src={AWAY}/11></iframe>",
    f"<object data={AWAY}/12></object>",
    f"<embed src={AWAY}/13>",
    f"<script src={AWAY}/14.js></script>",
    f"<svg><image href={AWAY}/15.png></svg>",
    f"<svg><use href={AWAY}/16.svg#x></svg>",
    f"<link rel=prefetch href={AWAY}/17>",
    f"<link rel=preconnect href={AWAY}>",
    f"<link rel=dns-prefetch href={AWAY}>",
    f"<meta http-equiv=refresh content='0;url={AWAY}/20'>",
    f"<base href={AWAY}/>",
    f"<input type=image src={AWAY}/22.png>",
    f"<body background={AWAY}/23.png>",
    f"<table background={AWAY}/24.png><tr><td>x</table>",
    f"![x]({AWAY}/25.png)",
    f"[![x]({AWAY}/26.png)]({AWAY})",
    f"<frameset><frame src={AWAY}/27></frameset>",
    f"<track src={AWAY}/28.vtt>",
    f"<link rel=icon href={AWAY}/29.ico>",
    f"<p style='list-style:url({AWAY}/30.png);display:list-item'>x</p>",
]


def article_id(number: int, payload: str) -> str:
    """An id that holds the payload; line breaks are not kept in ids."""
    return f"{number} {' '.join(payload.split())}"


def payload_answer(payload: str) -> Answer:
    """An answer from an article that holds the payload in every field that is shown."""
    text = f"Перше речення. {payload} Останнє речення."
    fixed = {"article_id": payload, "title": payload, "published": date(2026, 1, 1), "source": payload, "page": 3}
    place = {
        "start": 0,
        "end": len(text),
        "answer_start": 0,
        "answer_end": len(text),
        "text": text,
        "score": 1.0,
        "dense_score": 0.9,
        "lexical_score": 7.0,
    }
    spans = {"span_start": 16, "span_end": 16 + len(payload), "spans": ((16, 16 + len(payload)),), "confidence": 0.9}
    ranks = {"dense_rank": 1, "lexical_rank": 2}
    found = Citation(**fixed, **place, **spans, **ranks, language=payload[:20], number=1)  # type: ignore
    values = {"question": payload, "searched": f"{payload} !", "confidence": 0.9, "generation": 1}
    return Answer(**values, status="answered", citations=(found,), near_misses=(), hint="")  # type: ignore
