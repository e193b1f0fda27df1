/**
 * The direction of imports (ARCHITECTURE.md, "Direction"): everything points down to lib/core. A module may import
 * those that stand before it in this list, never those behind it. scripts/checks/boundaries.test.ts proves that a
 * forbidden import fails.
 */
const modules = ["evidence", "exposure"]

const upward = modules.flatMap((name, index) => {
  const above = modules.slice(index + 1)
  return above.length === 0
    ? []
    : [
        {
          name: `${name}-imports-nothing-above-it`,
          severity: "error",
          from: { path: `^lib/${name}/` },
          to: { path: `^lib/(${above.join("|")})/` },
        },
      ]
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...upward,
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "core-imports-nothing",
      comment: "lib/core is the ground: it knows Node, and nothing of ours or anybody else's",
      severity: "error",
      from: { path: "^lib/core/" },
      to: { path: "^(lib/(?!core/)|scripts/|node_modules/)" },
    },
    {
      name: "platform-implements-core",
      severity: "error",
      from: { path: "^lib/platform/" },
      to: { path: "^(lib/(?!core/|platform/)|scripts/)" },
    },
    {
      name: "modules-do-not-know-the-platform",
      comment: "engines and the outside world come in as types that lib/core declares",
      severity: "error",
      from: { path: "^lib/(evidence|exposure)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(lib/platform/|node_modules/@duckdb/)" },
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
      from: { path: "^(lib|scripts)/", pathNot: "^lib/testing/|\\.test\\.ts$" },
      to: { path: "^lib/testing/|\\.test\\.ts$" },
    },
    {
      name: "lib-does-not-know-its-edges",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^scripts/" },
    },
    { name: "all-is-found", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".mjs", ".cjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
    moduleSystems: ["es6", "cjs"],
    tsPreCompilationDeps: true,
    parser: "swc",
  },
}
