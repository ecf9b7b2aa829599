import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { ledgerSearch } from "@/features/ledger/search";
import { policiesSearch } from "@/features/policies/search";
import { qualitySearch } from "@/features/quality/period";
import { wantFirmTexts } from "@/shared/i18n/locale";
import {
  customersSearch,
  deskSearch,
  disputesSearch,
  finesSearch,
  gapsSearch,
  statementsSearch,
} from "../search";
import { requireSession, rootRoute, shellRoute } from "./roots";

const deskPage = lazyRouteComponent(() => import("@/features/desk/DeskPage"), "DeskPage");
const deskRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/desk/{-$caseId}",
  validateSearch: deskSearch,
  component: deskPage,
});
const finesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/fines/{-$fineId}",
  validateSearch: finesSearch,
  component: lazyRouteComponent(() => import("@/features/fines/FinesPage"), "FinesPage"),
});
const accuracyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/fine-accuracy",
  component: lazyRouteComponent(() => import("@/features/fines/AccuracyPage"), "AccuracyPage"),
});
const disputesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/disputes/{-$disputeId}",
  validateSearch: disputesSearch,
  component: lazyRouteComponent(() => import("@/features/fines/DisputesPage"), "DisputesPage"),
});
const ownFinesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/my-fines/{-$fineId}",
  component: lazyRouteComponent(() => import("@/features/fines/OwnFinesPage"), "OwnFinesPage"),
});
const gapsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/gaps",
  validateSearch: gapsSearch,
  component: lazyRouteComponent(() => import("@/features/gaps/GapsPage"), "GapsPage"),
});
const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/imports/{-$batchId}",
  component: lazyRouteComponent(() => import("@/features/imports/ImportsPage"), "ImportsPage"),
});
const reconciliationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/reconciliations/{-$reconciliationId}",
  component: lazyRouteComponent(
    () => import("@/features/imports/ReconciliationPage"),
    "ReconciliationPage",
  ),
});
const rulesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/rules",
  component: lazyRouteComponent(() => import("@/features/rules/RulesPage"), "RulesPage"),
});
const lossesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/losses/{-$tab}",
  component: lazyRouteComponent(() => import("@/features/losses/LossesPage"), "LossesPage"),
});
const contractsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/contracts/{-$stationId}",
  component: lazyRouteComponent(
    () => import("@/features/contracts/ContractsPage"),
    "ContractsPage",
  ),
});
const customersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/customers/{-$tab}",
  validateSearch: customersSearch,
  component: lazyRouteComponent(
    () => import("@/features/customers/CustomersPage"),
    "CustomersPage",
  ),
});
const ledgerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/ledger",
  validateSearch: ledgerSearch,
  component: lazyRouteComponent(() => import("@/features/ledger/LedgerPage"), "LedgerPage"),
});
const riskRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/risk",
  component: lazyRouteComponent(() => import("@/features/risk/RiskPage"), "RiskPage"),
});
const adminRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/people/{-$tab}",
  component: lazyRouteComponent(() => import("@/features/people/PeoplePage"), "PeoplePage"),
});
const policiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/policies/{-$tab}",
  validateSearch: policiesSearch,
  component: lazyRouteComponent(() => import("@/features/policies/PoliciesPage"), "PoliciesPage"),
});
const qualityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/quality",
  validateSearch: qualitySearch,
  component: lazyRouteComponent(() => import("@/features/quality/QualityPage"), "QualityPage"),
});
const precedentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/precedents",
  component: lazyRouteComponent(
    () => import("@/features/precedents/PrecedentsPage"),
    "PrecedentsPage",
  ),
});
const retentionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/retention",
  component: lazyRouteComponent(
    () => import("@/features/retention/RetentionPage"),
    "RetentionPage",
  ),
});
const waybillRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/waybill/$waybill",
  component: lazyRouteComponent(() => import("@/features/waybill/WaybillPage"), "WaybillPage"),
});
const macrosRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/macros",
  component: lazyRouteComponent(() => import("@/features/macros/MacrosPage"), "MacrosPage"),
});
const workforceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/workforce/{-$tab}",
  component: lazyRouteComponent(
    () => import("@/features/workforce/WorkforcePage"),
    "WorkforcePage",
  ),
});
const noticesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/notices/{-$tab}",
  component: lazyRouteComponent(() => import("@/features/notices/NoticesPage"), "NoticesPage"),
});
const monthsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/months/{-$period}/{-$tab}",
  component: lazyRouteComponent(() => import("@/features/closing/ClosingPage"), "ClosingPage"),
});
const statementsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/statements/{-$statementId}",
  validateSearch: statementsSearch,
  component: lazyRouteComponent(
    () => import("@/features/statements/StatementsPage"),
    "StatementsPage",
  ),
});
const deductionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/deductions",
  component: lazyRouteComponent(
    () => import("@/features/closing/MyDeductionsPage"),
    "MyDeductionsPage",
  ),
});
/** For a TV across the room: without the shell. */
export const wallboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/wallboard",
  beforeLoad: async ({ location }) => {
    const session = await requireSession(location.href);
    await wantFirmTexts();
    return { session };
  },
  component: lazyRouteComponent(
    () => import("@/features/wallboard/WallboardPage"),
    "WallboardPage",
  ),
});

/** The pages inside of the shell. */
export const firmRoutes = shellRoute.addChildren([
  deskRoute,
  finesRoute,
  accuracyRoute,
  disputesRoute,
  ownFinesRoute,
  gapsRoute,
  importsRoute,
  reconciliationsRoute,
  rulesRoute,
  lossesRoute,
  contractsRoute,
  customersRoute,
  ledgerRoute,
  riskRoute,
  adminRoute,
  policiesRoute,
  qualityRoute,
  precedentsRoute,
  retentionRoute,
  waybillRoute,
  macrosRoute,
  workforceRoute,
  noticesRoute,
  monthsRoute,
  statementsRoute,
  deductionsRoute,
]);
