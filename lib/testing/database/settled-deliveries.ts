import type { PrismaClient } from "../../../prisma/generated/client.ts"

/** An endpoint that is told of nothing, with so many deliveries that are settled and in no seal yet. */
export async function settledDeliveries(database: PrismaClient, count: number): Promise<void> {
  const endpoint = await database.webhookEndpoint.create({
    data: { url: "https://hooks.example.org/", acts: ["none"], secret: "encrypted", addedBy: "system" },
  })
  const at = new Date("2024-02-16T10:00:00.123Z")
  await database.webhookDelivery.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      endpointId: endpoint.id,
      act: "incident.declare",
      payload: JSON.stringify({ type: "incident.declare", data: { entry: index } }),
      state: index % 3 === 0 ? ("given_up" as const) : ("delivered" as const),
      attempts: index + 1,
      lastAnswer: index % 3 === 0 ? null : "200",
      deliveredAt: index % 3 === 0 ? null : at,
      queuedAt: at,
      nextAt: at,
    })),
  })
}
