import { useRef, useState } from "react";
import { api, data } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { Names } from "../../api/types";
import { uuid7 } from "../../api/uuid7";
import { usePageWords, useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { residentWords } from "../../words/resident";
import { BuildingPicker } from "../assist/building-picker";
import { may, useHolder } from "../session";
import { useOpenForm } from "../update";

/** A number and a building; nothing of it is kept on this phone. */
export function NumberForm() {
  const words = useWords();
  const say = usePageWords(residentWords);
  const { person, expired } = useHolder();
  const id = useRef(uuid7());
  const [building, setBuilding] = useState<{ id: string; names: Names }>();
  const [phone, setPhone] = useState("");
  const [door, setDoor] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [done, setDone] = useState(false);
  const staff = person !== null && !expired && may("report_for_others");
  useOpenForm(!done && phone !== "");

  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const missing = !building ? say.needBuilding : !phone.trim() ? say.needPhone : undefined;
    setError(missing);
    if (missing !== undefined || !building) return;
    setBusy(true);
    try {
      await data(api.POST("/api/resident-numbers", { body: { id: id.current, place: building.id, phone: phone.trim(), door: door.trim(), on_behalf: staff } }));
      setDone(true);
    } catch (thrown) {
      setError(problemText(asProblem(thrown), words));
    } finally {
      setBusy(false);
    }
  };
  const again = () => {
    id.current = uuid7();
    setPhone("");
    setDoor("");
    setDone(false);
  };
  if (done) {
    return (
      <div role="status">
        <h2>{say.done}</h2>
        <p>{staff ? say.doneBehalf : say.doneAsk}</p>
        <button type="button" className="secondary" onClick={again}>
          {say.another}
        </button>
      </div>
    );
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <p>{say.intro}</p>
      <p className="hint-box">{say.keeps}</p>
      <BuildingPicker picked={building} onPick={setBuilding} />
      <label htmlFor="number-phone">{say.phone}</label>
      <input id="number-phone" type="tel" className="num" maxLength={20} autoComplete="tel" aria-describedby="number-phone-hint" value={phone} onInput={(event) => setPhone(event.currentTarget.value)} />
      <p id="number-phone-hint" className="quiet">
        {staff ? say.onBehalf : say.phoneHint}
      </p>
      <label htmlFor="number-door">{say.door}</label>
      <input id="number-door" className="num" maxLength={16} autoComplete="off" aria-describedby="number-door-hint" value={door} onInput={(event) => setDoor(event.currentTarget.value)} />
      <p id="number-door-hint" className="quiet">
        {say.doorHint}
      </p>
      {error && (
        <p className="error-box" role="alert">
          {error}
        </p>
      )}
      <button type="submit" className="primary" aria-busy={busy} disabled={busy}>
        {say.send}
      </button>
    </form>
  );
}
