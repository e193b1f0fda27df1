import { defineConfig } from "prisma/config"

/** For Prisma's own command line (`prisma migrate deploy`); Tocsin itself applies the same migrations offline. */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
})
