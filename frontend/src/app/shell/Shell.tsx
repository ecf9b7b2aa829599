import { t } from "@lingui/core/macro";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { onChange } from "@/realtime/stream";
import { useCommands } from "@/shared/keys/commands";
import { undoLast } from "@/shared/ui/notices";
import { HelpDialog, Palette } from "./Palette";
import { StatusBar } from "./StatusBar";
import { TopBar } from "./TopBar";
import "./shell.css";

type Overlay = "palette" | "help" | null;

export function Shell() {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const navigate = useNavigate();
  // Every screen shows whether it is live, the ones that do not listen too.
  useEffect(() => onChange(() => undefined), []);
  const focusSearch = () => document.getElementById("sd-search")?.focus();
  useCommands("shell", [
    { id: "search", label: t`搜索`, keys: ["/"], run: focusSearch },
    { id: "undo", label: t`撤销`, keys: ["z"], run: () => undoLast(), isKeyOnly: true },
    {
      id: "palette",
      label: t`命令面板`,
      keys: ["Mod+k"],
      run: () => setOverlay("palette"),
      isKeyOnly: true,
    },
    { id: "help", label: t`全部按键`, keys: ["?"], run: () => setOverlay("help"), isHint: true },
    {
      id: "go-desk",
      label: t`打开工作台`,
      keys: [],
      run: () => navigate({ to: "/desk/{-$caseId}" }),
    },
    { id: "go-gaps", label: t`打开数据差异`, keys: [], run: () => navigate({ to: "/gaps" }) },
    {
      id: "go-fines",
      label: t`打开定责`,
      keys: [],
      run: () => navigate({ to: "/fines/{-$fineId}" }),
    },
    {
      id: "go-imports",
      label: t`打开导入`,
      keys: [],
      run: () => navigate({ to: "/imports/{-$batchId}" }),
    },
    { id: "go-wallboard", label: t`打开看板`, keys: [], run: () => navigate({ to: "/wallboard" }) },
  ]);
  return (
    <>
      <div className="sh">
        <a className="sh-skip" href="#main">
          {t`跳到正文`}
        </a>
        <TopBar onPalette={() => setOverlay("palette")} />
        <main id="main" className="sh-main" tabIndex={-1}>
          <Outlet />
        </main>
        <StatusBar />
      </div>
      <Palette isOpen={overlay === "palette"} onClose={() => setOverlay(null)} />
      <HelpDialog isOpen={overlay === "help"} onClose={() => setOverlay(null)} />
    </>
  );
}
