/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or large: loaded from node_modules as they are.
  serverExternalPackages: ["@duckdb/node-api", "pg", "better-auth"],
  // `npm run check` checks the types, of this and of all else.
  typescript: { ignoreBuildErrors: true, tsconfigPath: "app/tsconfig.json" },
  // A page that is not for somebody's role answers 403, with its own words.
  experimental: { authInterrupts: true },
  turbopack: { root: import.meta.dirname },
}
