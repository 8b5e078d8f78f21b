#include "store/flow_calls.h"

#include "flow/names.h"
#include "store/attempts.h"
#include "store/unit.h"

namespace courtesy {
namespace {

class Counter {
 public:
  explicit Counter(const flow::Flow& flow) : flow_(flow) {}

  void add(const std::string& path, const std::string& position, bool over, Instant begun_at) {
    const auto standing = flow::Standing::parse(position);
    if (!standing) return;
    flow::Passage passage{flow::parse_legs(path), flow::own_state(standing->position)};
    const flow::Definition& definition = flow_.definition();
    // Of a call before paths were kept only its end is known.
    if (passage.legs.empty() && passage.at != definition.start) return;
    const flow::State* state = definition.find(passage.at);
    if (!over) ++counted_.calls.now[passage.at];
    if (over && state != nullptr && state->waits_for != flow::WaitsFor::nothing) {
      passage.legs.push_back({passage.at, std::string(to_string(flow::InputKind::hung_up))});
      passage.at = flow::end;
    }
    counted_.calls.traffic.add(passage);
    ++counted_.calls.all;
    counted_.since = counted_.since ? std::min(*counted_.since, begun_at) : begun_at;
  }

  FlowCalls counted() { return std::move(counted_); }

 private:
  const flow::Flow& flow_;
  FlowCalls counted_;
};

}  // namespace

Result<FlowCalls> flow_calls(Unit& unit, const flow::Flow& flow) {
  Counter counter(flow);
  for (const Row& row :
       TRY(unit.db().run("SELECT path, position, state, intended_at FROM (SELECT path, position, state, intended_at,"
                         " flow_hash FROM attempt WHERE account = $1 ORDER BY attempt DESC LIMIT $3) AS newest"
                         " WHERE flow_hash = $2 AND position <> ''",
                         {unit.account(), flow.hash(), most_calls_counted}))) {
    const bool over = row[2].text() != to_string(AttemptState::in_progress);
    counter.add(row[0].text(), row[1].text(), over, row[3].instant());
  }
  for (const Row& row :
       TRY(unit.db().run("SELECT path, position, ended_at, begun_at FROM (SELECT path, position, ended_at, begun_at,"
                         " flow_hash FROM call_session WHERE account = $1 ORDER BY session DESC LIMIT $3) AS newest"
                         " WHERE flow_hash = $2 AND position <> ''",
                         {unit.account(), flow.hash(), most_calls_counted}))) {
    counter.add(row[0].text(), row[1].text(), row[2].maybe_instant().has_value(), row[3].instant());
  }
  return counter.counted();
}

}  // namespace courtesy
