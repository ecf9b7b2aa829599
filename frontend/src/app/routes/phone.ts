import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { ownerSearch } from "../search";
import { requireSession, rootRoute } from "./roots";

/** The station owner's phone: its own small chunk, no component library in it. */
const ownerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owner",
  validateSearch: ownerSearch,
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.href) }),
  component: lazyRouteComponent(() => import("@/features/owner/OwnerHome"), "OwnerHome"),
});
const ownerFinesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owner/fines",
  validateSearch: ownerSearch,
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.href) }),
  component: lazyRouteComponent(() => import("@/features/owner/OwnerFines"), "OwnerFines"),
});
const ownerFineRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owner/fines/$fineId",
  validateSearch: ownerSearch,
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.href) }),
  component: lazyRouteComponent(() => import("@/features/owner/OwnerFine"), "OwnerFine"),
});
const ownerStatementsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owner/statements",
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.href) }),
  component: lazyRouteComponent(
    () => import("@/features/owner/OwnerStatements"),
    "OwnerStatements",
  ),
});
const ownerStatementRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owner/statements/$statementId",
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.href) }),
  component: lazyRouteComponent(() => import("@/features/owner/OwnerStatement"), "OwnerStatement"),
});
const ownerStatementLineRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owner/statements/$statementId/lines/$no",
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.href) }),
  component: lazyRouteComponent(
    () => import("@/features/owner/OwnerStatementLine"),
    "OwnerStatementLine",
  ),
});
const ownerMeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/owner/me",
  beforeLoad: async ({ location }) => ({ session: await requireSession(location.href) }),
  component: lazyRouteComponent(() => import("@/features/owner/OwnerMe"), "OwnerMe"),
});
/** Behind a QR code: nobody signs in, the link says all. */
const phoneUploadRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/u/$token",
  component: lazyRouteComponent(() => import("@/features/phone/upload/UploadPage"), "UploadPage"),
});
/** Opened from a group chat: nobody signs in, the link says all. */
const answerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/a/$token",
  component: lazyRouteComponent(() => import("@/features/phone/answer/AnswerPage"), "AnswerPage"),
});

/** Pages of the phone: small chunks of their own, no component library in them. */
export const phoneRoutes = [
  ownerRoute,
  ownerFinesRoute,
  ownerFineRoute,
  ownerStatementsRoute,
  ownerStatementRoute,
  ownerStatementLineRoute,
  ownerMeRoute,
  phoneUploadRoute,
  answerRoute,
] as const;
