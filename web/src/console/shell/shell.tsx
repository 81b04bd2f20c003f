import { Outlet, useSearch } from "@tanstack/react-router";
import { Button, Drawer } from "antd";
import { useEffect, useState } from "react";
import { useLanguage } from "../../ui/language";
import { AccountMenu } from "./account-menu";
import { AreaPicker } from "./area-picker";
import { Banners } from "./banners";
import { Find } from "./find";
import { useFirstFocus } from "./first-focus";
import { useKeepFocus } from "./keep-focus";
import { NavMenu } from "./nav-menu";
import { NewRed } from "./new-red";
import { useSystem } from "./queries";
import { Undecided } from "./undecided";
import { ReauthenticateProvider } from "./reauthenticate";
import { SubTabs } from "./sub-tabs";
import { LanguageSwitch, ThemeSwitch } from "./switches";
import { useNarrow } from "./use-narrow";
import { useWords } from "./words";

/** What surrounds every page: menu, area, find, account, and the bars that must never be missed. */
export function Shell() {
  const words = useWords();
  const { setZone } = useLanguage();
  const narrow = useNarrow();
  const [menuOpen, setMenuOpen] = useState(false);
  const { wall } = useSearch({ strict: false });
  // In this order: the second moves a focus that the first has noted.
  useKeepFocus();
  useFirstFocus();
  const zone = useSystem().data?.time_zone;
  useEffect(() => {
    if (zone) setZone(zone);
  }, [zone, setZone]);
  const page = (
    <main id="main" tabIndex={-1}>
      <ReauthenticateProvider>
        <Outlet />
      </ReauthenticateProvider>
    </main>
  );
  // A screen on the wall has nobody before it who could use a menu.
  if (wall) {
    return (
      <div className="shell">
        <Banners wall />
        <NewRed />
        <Undecided />
        {page}
      </div>
    );
  }
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        {words.skip}
      </a>
      <Banners />
      <NewRed />
      <header className="topbar">
        {narrow && (
          <Button aria-label={words.openMenu} onClick={() => setMenuOpen(true)}>
            ☰
          </Button>
        )}
        <div className="brand">
          <strong>{words.productShort}</strong>
          {!narrow && <span className="quiet">{words.product}</span>}
        </div>
        <AreaPicker />
        <div className="topbar-end">
          <Find />
          {!narrow && <LanguageSwitch />}
          {!narrow && <ThemeSwitch />}
          {!narrow && <AccountMenu />}
        </div>
      </header>
      <Undecided />
      <div className="shell-body">
        {!narrow && <NavMenu />}
        <div className="shell-main">
          <SubTabs />
          {page}
        </div>
      </div>
      <Drawer title={words.menu} placement="left" size={280} open={narrow && menuOpen} onClose={() => setMenuOpen(false)}>
        <NavMenu onGo={() => setMenuOpen(false)} />
        <div className="drawer-switches">
          <AccountMenu onGo={() => setMenuOpen(false)} />
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </Drawer>
    </div>
  );
}
