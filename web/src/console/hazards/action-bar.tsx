import { App, Button, Drawer, Dropdown, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { uuid7 } from "../../api/uuid7";
import type { ActionWord, HazardDetail } from "../../api/types";
import { useWords } from "../../ui/language";
import { problemText } from "../../ui/state-panel";
import { onPick } from "../shell/menu-pick";
import { useNarrow } from "../shell/use-narrow";
import { ActionForm } from "./action-form";
import { isMain, needsForm, request } from "./action-fields";
import { useAct } from "./queries";

/** Only what the state permits; what this person may not do stays visible with the reason. */
export function ActionBar({ detail }: { detail: HazardDetail }) {
  const words = useWords();
  const narrow = useNarrow();
  const { message } = App.useApp();
  const [open, setOpen] = useState<ActionWord>();
  const act = useAct(detail.hazard.id);
  const allowed = detail.actions.filter((offer) => offer.allowed && isMain(offer.action));
  const others = detail.actions.filter((offer) => offer.allowed && !isMain(offer.action));
  const refused = detail.actions.filter((offer) => !offer.allowed);
  const word = (action: ActionWord) => words.hazards.action[action] ?? action;
  const close = () => setOpen(undefined);
  const done = (action: ActionWord) => {
    close();
    void message.success(words.hazards.actions.done(word(action)));
  };
  const choose = (action: ActionWord) => {
    if (needsForm(action)) return setOpen(action);
    act.mutate(
      { key: uuid7(), action: request(action, detail.hazard.version) },
      {
        onSuccess: () => done(action),
        // A conflict needs a decision, and the form is where it is put.
        onError: (error) =>
          asProblem(error).code === "version_conflict" ? setOpen(action) : void message.error(problemText(asProblem(error), words)),
      },
    );
  };
  const form = open && <ActionForm key={open} action={open} detail={detail} onDone={() => done(open)} onCancel={close} />;
  // A dialog does so by itself, a drawer does not.
  const toFirstField = (shown: boolean) => {
    const first = ["open", "choice", "body", "other", "day", "text"].map((field) => document.getElementById(`action-${field}`));
    if (shown) first.find((field) => field !== null)?.focus();
  };
  const frame = { title: open && word(open), open: open !== undefined, destroyOnHidden: true };
  return (
    <section className="action-bar" aria-label={words.hazards.actions.title}>
      {detail.actions.length === 0 && <p className="quiet">{words.hazards.actions.none}</p>}
      <div className="action-buttons">
        {allowed.map((offer, i) => (
          <Button
            key={offer.action}
            size="large"
            type={i === 0 ? "primary" : "default"}
            loading={act.isPending && act.variables.action.action === offer.action}
            onClick={() => choose(offer.action)}
          >
            {word(offer.action)}
          </Button>
        ))}
        {others.length > 0 && (
          <Dropdown
            autoFocus
            trigger={["click"]}
            menu={{
              items: others.map((offer) => ({ key: offer.action, label: word(offer.action) })),
              onClick: onPick((key) => choose(key as ActionWord)),
            }}
          >
            <Button size="large">{words.hazards.actions.more}</Button>
          </Dropdown>
        )}
        {refused.map((offer) => (
          <Button key={offer.action} size="large" disabled aria-describedby={`why-${offer.action}`}>
            {word(offer.action)}
          </Button>
        ))}
      </div>
      {refused.length > 0 && (
        <ul className="why-not quiet small" aria-label={words.hazards.actions.notAllowed}>
          {refused.map((offer) => (
            <li key={offer.action} id={`why-${offer.action}`}>
              {word(offer.action)}
              {words.colon}
              {words.hazards.actions.whyNot[offer.why_not ?? ""] ?? words.hazards.actions.whyNot["forbidden"]}
            </li>
          ))}
        </ul>
      )}
      {narrow ? (
        <Drawer {...frame} placement="bottom" size="auto" afterOpenChange={toFirstField} onClose={close}>
          {form}
        </Drawer>
      ) : (
        <Modal {...frame} footer={null} onCancel={close}>
          {form}
        </Modal>
      )}
    </section>
  );
}
