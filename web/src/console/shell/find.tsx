import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Input, Modal } from "antd";
import { useEffect, useRef, useState } from "react";
import { api, data } from "../../api/client";
import { useFormat } from "../../ui/language";
import { useUnitSearch } from "./queries";
import { useSession } from "./session";
import { useDebounced } from "./use-debounced";
import { useNarrow } from "./use-narrow";
import { useWords } from "./words";

export function Find() {
  const words = useWords();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        {words.find.open}
        {!narrow && <kbd>Ctrl K</kbd>}
      </Button>
      <Modal
        title={words.find.title}
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        destroyOnHidden
      >
        <FindBox onGo={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function FindBox({ onGo }: { onGo: () => void }) {
  const words = useWords();
  const f = useFormat();
  const navigate = useNavigate();
  const session = useSession();
  const [text, setText] = useState("");
  const q = useDebounced(text.trim());
  const units = useUnitSearch(q, 8).data?.items ?? [];
  const hazards =
    useQuery({
      queryKey: ["hazard-find", q],
      enabled: q.length > 0 && Boolean(session),
      queryFn: () => data(api.GET("/api/hazards", { params: { query: { q, limit: 8 } } })),
    }).data?.items ?? [];
  const list = useRef<HTMLDivElement>(null);
  const go = (to: () => unknown) => {
    onGo();
    to();
  };
  const move = (step: number) => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
  };
  const onArrow = (event: React.KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  };
  return (
    <div onKeyDown={onArrow}>
      <Input
        id="find-box"
        aria-label={words.find.title}
        placeholder={words.find.placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => list.current?.querySelector("button")?.click()}
      />
      <div ref={list} className="find-list" aria-live="polite">
        {q.length === 0 && <p className="quiet">{words.find.hint}</p>}
        {q.length > 0 && units.length + hazards.length === 0 && <p className="quiet">{words.find.empty}</p>}
        {units.length > 0 && <h3>{words.find.units}</h3>}
        {units.map((unit) => (
          <button type="button" key={unit.id} onClick={() => go(() => navigate({ to: "/units", search: { unit: unit.id } }))}>
            <span>{f.name(unit.names)}</span>
            <span className="quiet num">
              {words.kinds[unit.kind]} {unit.code}
            </span>
          </button>
        ))}
        {hazards.length > 0 && <h3>{words.find.hazards}</h3>}
        {hazards.map((hazard) => (
          <button
            type="button"
            key={hazard.id}
            onClick={() => go(() => navigate({ to: "/hazards/$id", params: { id: hazard.id } }))}
          >
            <span className="num">{hazard.number}</span>
            <span className="quiet">
              {f.name(hazard.category_names)} · {words.hazards.state[hazard.state]}
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}
