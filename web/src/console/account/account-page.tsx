import { LoadingPanel } from "../../ui/state-panel";
import { useSession } from "../shell/session";
import { SignInNeeded } from "../shell/sign-in-needed";
import "./account.css";
import { Contacts } from "./contacts";
import { Erasure } from "./erasure";
import { Factor } from "./factor";
import { HeldAboutMe } from "./held-about-me";
import { Password } from "./password";
import { Seen } from "./seen";
import { Sessions } from "./sessions";
import { Tokens } from "./tokens";
import { Who } from "./who";
import { useWords } from "../shell/words";

/** One's own access and what is kept about one: nothing here concerns anybody else. */
export function AccountPage() {
  const words = useWords();
  const session = useSession();
  if (session === undefined) return <LoadingPanel />;
  if (session === null) return <SignInNeeded title={words.account.title} />;
  return (
    <div className="account-page">
      <h1>{words.account.title}</h1>
      <div className="account-columns">
        <div>
          <Who session={session} />
          <Sessions />
          <Factor />
          <Password />
        </div>
        <div>
          <Contacts />
          <Seen />
          <Tokens session={session} />
          <HeldAboutMe />
          <Erasure session={session} />
        </div>
      </div>
    </div>
  );
}
