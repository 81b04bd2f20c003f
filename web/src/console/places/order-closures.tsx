import { Button, InputNumber, Modal, Select } from "antd";
import { useState } from "react";
import type { WarningColour } from "../../api/types";
import { useFormat } from "../../ui/language";
import { EmptyPanel, LoadingPanel } from "../../ui/state-panel";
import { useTell } from "../shell/use-tell";
import { useWords } from "../shell/words";
import { useOrderClosures, useProposal } from "./queries";

const MINUTE_MS = 60_000;
const COLOURS = ["orange", "red"] as const satisfies WarningColour[];

interface Props {
  unit: string;
  open: boolean;
  onClose: () => void;
}

/** Shows which places list themselves before anybody orders them closed. */
export function OrderClosures({ unit, open, onClose }: Props) {
  const say = useWords().register.closures;
  return (
    <Modal title={say.order} open={open} footer={null} destroyOnHidden onCancel={onClose}>
      <Order unit={unit} onClose={onClose} />
    </Modal>
  );
}

function Order({ unit, onClose }: { unit: string; onClose: () => void }) {
  const words = useWords();
  const say = words.register.closures;
  const f = useFormat();
  const tell = useTell();
  const order = useOrderClosures();
  const [colour, setColour] = useState<WarningColour>("orange");
  const [minutes, setMinutes] = useState(30);
  const proposal = useProposal(unit, colour).data;
  const places = proposal?.items.filter(({ closure }) => !closure) ?? [];
  const send = () =>
    order.mutate(
      { unit, hazard: "rainstorm", colour, due_at: Date.now() + minutes * MINUTE_MS },
      {
        onSuccess: ({ ordered }) => {
          tell.done(say.ordered(f.number(ordered)));
          onClose();
        },
        onError: tell.failed,
      },
    );
  return (
    <div className="action-form">
      <label htmlFor="closure-colour">{say.colour}</label>
      <Select
        id="closure-colour"
        size="large"
        value={colour}
        options={COLOURS.map((one) => ({ value: one, label: words.calls.level[one] }))}
        onChange={(next: WarningColour) => setColour(next)}
      />
      <label htmlFor="closure-minutes">{say.minutes}</label>
      <InputNumber id="closure-minutes" size="large" min={1} max={1440} value={minutes} onChange={(next) => setMinutes(next ?? 30)} />
      {!proposal && <LoadingPanel rows={3} />}
      {proposal && places.length === 0 && <EmptyPanel text={say.nothing} />}
      {places.length > 0 && (
        <>
          <p>{say.proposal(f.number(places.length), words.calls.level[colour])}</p>
          <ul className="closure-proposal">
            {places.map((place) => (
              <li key={place.id}>
                {f.name(place.names)} <span className="quiet">{f.name(place.unit?.names ?? {})}</span>
              </li>
            ))}
          </ul>
          <div className="form-buttons">
            <Button size="large" type="primary" loading={order.isPending} onClick={send}>
              {say.sure}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
