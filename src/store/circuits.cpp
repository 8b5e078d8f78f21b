#include "store/circuits.h"

#include "store/unit.h"

namespace courtesy {

Result<void> keep_circuit(Unit& house, const KeptCircuit& circuit) {
  TRY(
      house.db().run("INSERT INTO circuit (node, channel, open_until, rest_seconds) VALUES ($1, $2, $3, $4)"
                     " ON CONFLICT (node, channel) DO UPDATE SET open_until = $3, rest_seconds = $4",
                     {house.node().node, to_string(circuit.channel), circuit.open_until,
                      static_cast<std::int64_t>(circuit.rest.count())}));
  return {};
}

Result<void> forget_circuit(Unit& house, Channel channel) {
  TRY(house.db().run("DELETE FROM circuit WHERE node = $1 AND channel = $2", {house.node().node, to_string(channel)}));
  return {};
}

Result<std::vector<KeptCircuit>> kept_circuits(Unit& house) {
  std::vector<KeptCircuit> kept;
  for (const auto& row :
       TRY(house.db().run("SELECT channel, open_until, rest_seconds FROM circuit WHERE node = $1 ORDER BY channel",
                          {house.node().node}))) {
    const auto channel = parse_channel(row[0].text());
    if (!channel) return invalid("a circuit's channel is not a word of the store");
    kept.push_back({*channel, row[1].instant(), seconds{row[2].number()}});
  }
  return kept;
}

}  // namespace courtesy
