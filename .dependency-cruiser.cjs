/**
 * The direction of imports (ARCHITECTURE.md, "Direction"): everything points down to lib/core. A module may import
 * those that stand before it in this list, never those behind it. scripts/checks/boundaries.test.ts proves that a
 * forbidden import fails.
 */
const modules = [
  "trail",
  "webhooks",
  "access",
  "runs",
  "incidents",
  "evidence",
  "exposure",
  "notices",
  "containment",
]

const upward = modules.flatMap((name, index) => {
  const above = modules.slice(index + 1)
  return above.length === 0
    ? []
    : [
        {
          name: `${name}-imports-nothing-above-it`,
          severity: "error",
          from: { path: `^lib/${name}/`, pathNot: "\\.test\\.ts$" },
          to: { path: `^lib/(${above.join("|")})/` },
        },
      ]
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...upward,
    {
      name: "containment-stands-beside-notices",
      comment: "letters and logouts share lib/runs and nothing else",
      severity: "error",
      from: { path: "^lib/containment/", pathNot: "\\.test\\.ts$" },
      to: { path: "^lib/notices/" },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "core-imports-nothing",
      comment: "lib/core is the ground: it knows Node, and nothing of ours or anybody else's",
      severity: "error",
      from: { path: "^lib/core/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(lib/(?!core/)|app/|scripts/|node_modules/)" },
    },
    {
      name: "platform-implements-core",
      severity: "error",
      from: { path: "^lib/platform/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(lib/(?!core/|platform/)|app/|scripts/)" },
    },
    {
      name: "modules-do-not-know-the-platform",
      comment: "engines and the outside world come in as types that lib/core declares",
      severity: "error",
      from: { path: `^lib/(${modules.join("|")})/`, pathNot: "\\.test\\.ts$" },
      to: { path: "^(lib/platform/|node_modules/@duckdb/)" },
    },
    {
      name: "letters-know-the-core-alone",
      comment:
        "markup from what it is given; the edges put it together with lib/notices through a type of lib/core",
      severity: "error",
      from: { path: "^emails/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^(lib/(?!core/)|app/|scripts/|prisma/|node_modules/(next|@prisma|pg|nodemailer)/)" },
    },
    {
      name: "planned-acts-are-for-the-edges",
      comment: "lib/planned-acts.ts knows every module that has a dangerous act, so none of them may know it",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^lib/planned-acts\\.ts$" },
    },
    {
      name: "the-public-process-knows-nothing-of-the-console",
      comment: "what the internet reaches can do two things, and has no code for more",
      severity: "error",
      from: { path: "^(lib/public/|scripts/public/)", pathNot: "\\.test\\.ts$" },
      to: {
        path: "^(lib/(?!public/|core/|platform/)|lib/platform/(engine|db)/|prisma/|app/|scripts/(?!public/))",
      },
    },
    {
      name: "replay-shares-nothing-with-the-classifier",
      comment: "the planted truth must never be computed by what it measures",
      severity: "error",
      from: { path: "^lib/replay/" },
      to: { path: "^lib/(core|platform|evidence|exposure|testing)/" },
    },
    {
      name: "the-reference-shares-nothing-with-the-classifier",
      severity: "error",
      from: { path: "^lib/testing/reference/" },
      to: { path: "^lib/(core|platform|evidence|exposure|replay)/" },
    },
    {
      name: "no-test-code-in-the-product",
      severity: "error",
      from: { path: "^(app|lib|scripts)/", pathNot: "^lib/testing/|\\.test\\.ts$" },
      to: { path: "^lib/testing/|\\.test\\.ts$" },
    },
    {
      name: "lib-does-not-know-its-edges",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(app/|emails/|scripts/|e2e/|node_modules/(next|react|react-dom|@react-email)/)" },
    },
    {
      name: "pages-are-thin",
      comment:
        "no database, no engine and no SQL in a page: app/server/resources.ts alone puts the application together",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/server/resources\\.ts$" },
      to: { path: "^(lib/platform/|prisma/|scripts/|lib/core/sql\\.ts|node_modules/(@duckdb|@prisma|pg)/)" },
    },
    {
      name: "letters-go-on-through-notices",
      comment:
        "resume-notices.ts asks whether an authority has asked to wait; the bare mechanism does not know",
      severity: "error",
      from: { path: "^(app|scripts)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^lib/runs/resume-planned-run\\.ts$" },
    },
    { name: "all-is-found", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules|^prisma/generated" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
    moduleSystems: ["es6", "cjs"],
    tsPreCompilationDeps: true,
    parser: "swc",
  },
}
