import { Input, Radio, Select } from "antd";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import { useDeciders } from "./queries";

export interface Who {
  spoken: boolean;
  posting?: string;
  /** UTC milliseconds. */
  at?: number;
}

interface Props {
  unit: string | undefined;
  mayDecide: boolean;
  mayRecord: boolean;
  who: Who;
  onChange: (who: Who) => void;
}

/** A commander decides; a duty desk writes down what a commander said. */
export function WhoDecides({ unit, mayDecide, mayRecord, who, onChange }: Props) {
  const say = useWords().responseDesk;
  const f = useFormat();
  const deciders = useDeciders(unit, mayRecord && who.spoken).data?.items;
  if (!mayRecord) return null;
  return (
    <fieldset id="decision-who" className="decision-part">
      <legend>{say.who}</legend>
      {mayDecide && (
        <Radio.Group value={who.spoken} onChange={(event) => onChange({ spoken: event.target.value as boolean })}>
          <Radio value={false}>{say.mine}</Radio>
          <Radio value>{say.spoken}</Radio>
        </Radio.Group>
      )}
      {who.spoken && (
        <>
          <label htmlFor="decision-decider">{say.decider}</label>
          <Select
            id="decision-decider"
            style={{ width: "100%" }}
            value={who.posting ?? null}
            notFoundContent={deciders ? say.noDeciders : null}
            options={(deciders ?? []).map((one) => ({ value: one.posting, label: `${f.name(one.unit?.names ?? {})} ${f.name(one.title)}` }))}
            onChange={(posting: string) => onChange({ ...who, posting })}
          />
          <label htmlFor="decision-at">{say.decidedAt}</label>
          <Input
            id="decision-at"
            type="datetime-local"
            onChange={(event) => {
              const at = Date.parse(event.target.value);
              onChange({ spoken: who.spoken, ...(who.posting && { posting: who.posting }), ...(!Number.isNaN(at) && { at }) });
            }}
          />
          <p className="quiet small">{say.decidedAtHint}</p>
        </>
      )}
    </fieldset>
  );
}
