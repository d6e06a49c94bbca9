/* What a test asks of a page that is open. Each function answers with a list of what is wrong; an empty one is good. */
(() => {
  const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  paint.canvas.width = paint.canvas.height = 1;
  const colors = new Map();
  const color = text => {
    if (!colors.has(text)) {
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = text;
      paint.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
      colors.set(text, [r, g, b, a / 255]);
    }
    return colors.get(text);
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(color(getComputedStyle(at).backgroundColor));
    return layers.reduceRight((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = ([r, g, b]) => {
    const linear = [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * linear[0] + .7152 * linear[1] + .0722 * linear[2];
  };
  const contrast = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + .05) / (low + .05);
  };
  const name = element => element.tagName.toLowerCase() + (element.id ? "#" + element.id : "")
      + (element.getAttribute("class") ? "." + element.getAttribute("class").trim().replace(/\s+/g, ".") : "")
      + " " + JSON.stringify((element.textContent || "").trim().slice(0, 40));
  const seen = element => element.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})
      && element.getClientRects().length > 0;
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set();
    while (walker.nextNode()) {
      if (walker.currentNode.data.trim() && !walker.currentNode.parentElement.closest("title,desc")) {
        found.add(walker.currentNode.parentElement);
      }
    }
    return [...found];
  };
  const focusable = () => [...document.querySelectorAll("a[href],summary,button,input,select,textarea,[tabindex]")].filter(seen);

  window.checks = {
    elements() {
      const counts = {};
      document.querySelectorAll("*").forEach(element => {
        const tag = element.localName;
        if (["mark", "tr", "rect"].includes(tag)) return;
        counts[tag] = (counts[tag] || 0) + 1;
        for (const attribute of element.attributes) {
          const key = tag + "/" + attribute.name;
          counts[key] = (counts[key] || 0) + 1;
        }
      });
      return counts;
    },
    contrast(least) {
      return texts().filter(seen).map(element => {
        const style = getComputedStyle(element);
        const back = ground(element);
        const ink = over(color(element.closest("svg") ? style.fill : style.color), back);
        return [contrast(ink, back), name(element)];
      }).filter(([ratio]) => ratio < least).map(([ratio, who]) => ratio.toFixed(2) + " " + who);
    },
    marks(least) {
      const shapes = ".whisker,.dot,.diamond,.curve,.edge,.margin,svg circle";
      return [...document.querySelectorAll(shapes)].filter(seen).map(element => {
        const style = getComputedStyle(element);
        const back = ground(element);
        const ink = style.stroke === "none" ? style.fill : style.stroke;
        return [contrast(over(color(ink), back), back), name(element)];
      }).filter(([ratio]) => ratio < least).map(([ratio, who]) => ratio.toFixed(2) + " " + who);
    },
    overflow() {
      const wide = document.documentElement.scrollWidth, room = document.documentElement.clientWidth;
      if (wide <= room) return [];
      const scrolls = element => element.parentElement && (["auto", "scroll", "hidden"].includes(
          getComputedStyle(element.parentElement).overflowX) || scrolls(element.parentElement));
      return [wide + " px in " + room].concat([...document.body.querySelectorAll("*")]
          .filter(element => element.getBoundingClientRect().right > room + 1 && !scrolls(element)).slice(0, 5).map(name));
    },
    pictures() {
      return [...document.querySelectorAll("svg")].filter(svg =>
          svg.getAttribute("aria-hidden") !== "true"
          && (svg.getAttribute("role") !== "img" || svg.firstElementChild?.localName !== "title"
              || !svg.firstElementChild.textContent.trim())).map(name);
    },
    headings() {
      const wrong = [];
      let last = 0;
      document.querySelectorAll("h1,h2,h3,h4,h5,h6").forEach(heading => {
        const level = +heading.localName[1];
        if (level > last + 1) wrong.push("h" + last + " before " + name(heading));
        if (!heading.textContent.trim()) wrong.push("empty " + name(heading));
        last = level;
      });
      if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
      return wrong;
    },
    landmarks() {
      const wrong = [];
      for (const [role, selector] of [["banner", "body > header"], ["main", "body > main"], ["contentinfo", "body > footer"]]) {
        if (document.querySelectorAll(selector).length !== 1) wrong.push("not one " + role);
      }
      document.querySelectorAll("nav").forEach(nav => {
        if (!nav.getAttribute("aria-label")) wrong.push("nav without a name");
      });
      [...document.body.children].forEach(child => {
        if (!child.matches("header,main,footer,a.skip")) wrong.push("outside of landmarks: " + name(child));
      });
      document.querySelectorAll("th").forEach(th => {
        if (!th.getAttribute("scope")) wrong.push("th without a scope: " + name(th));
      });
      return wrong;
    },
    folded() {
      return texts().filter(element => !seen(element) && !element.closest("nav,.skip")).map(name);
    },
    cut() {
      return [...document.querySelectorAll("pre,.wide")].filter(element => getComputedStyle(element).overflowY !== "visible"
          && element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1).map(name);
    },
    paper() {
      const white = text => contrast(over(color(text), [0, 0, 0, 1]), [255, 255, 255, 1]) < 1.01;
      return [document.documentElement, document.body, ...document.querySelectorAll("article")]
          .filter(element => !white("rgb(" + ground(element).slice(0, 3).join(" ") + ")")).map(name);
    },
    watchFocus() {
      focusable().forEach((element, index) => { element.dataset.order = index; });
      return focusable().length;
    },
    focus() {
      const at = document.activeElement;
      if (!at || at === document.body) return {order: -1};
      const style = getComputedStyle(at), box = at.getBoundingClientRect();
      const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
      return {order: +(at.dataset.order ?? -2), shown, name: name(at),
          inView: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0};
    }
  };
})()
