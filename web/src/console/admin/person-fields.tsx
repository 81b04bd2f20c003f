import { Input } from "antd";
import { useWords } from "../shell/words";
import type { PersonDraft } from "./account-draft";

interface Props {
  draft: PersonDraft;
  onChange: (change: Partial<PersonDraft>) => void;
}

/** Sign-in name, names, and where the link goes. */
export function PersonFields({ draft, onChange }: Props) {
  const say = useWords().admin.opening;
  const field = (name: keyof PersonDraft, rest: React.ComponentProps<typeof Input> = {}) => (
    <>
      <label htmlFor={`account-${name}`}>{say[name]}</label>
      <Input id={`account-${name}`} size="large" autoComplete="off" value={draft[name]} onChange={(event) => onChange({ [name]: event.target.value })} {...rest} />
    </>
  );
  return (
    <>
      {field("login", { maxLength: 64, autoCapitalize: "none", spellCheck: false, "aria-describedby": "account-login-hint" })}
      <p id="account-login-hint" className="quiet small">
        {say.loginHint}
      </p>
      {field("zh", { maxLength: 60 })}
      {field("en", { maxLength: 60 })}
      {field("phone", { type: "tel", maxLength: 20, "aria-describedby": "account-contact-hint" })}
      {field("email", { type: "email", maxLength: 254, "aria-describedby": "account-contact-hint" })}
      <p id="account-contact-hint" className="quiet small">
        {say.contactHint}
      </p>
    </>
  );
}
