#include "api/flow_calls.h"

#include <boost/json.hpp>

#include "api/retold.h"
#include "api/titles.h"
#include "flow/conversation.h"
#include "flow/definition.h"
#include "flow/diagram.h"
#include "store/flow_calls.h"
#include "store/flows.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

using boost::json::array;
using boost::json::object;

template <typename Counts, typename Key>
std::size_t count_in(const Counts& counts, const Key& key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : found->second;
}

flow::Proof proof_of(const flow::Flow& flow, const std::vector<flow::Flow::File>& files) {
  std::vector<flow::Finding> findings;
  std::vector<flow::Walk> walks;
  for (const auto& one : flow::conversations_of(files, flow.definition(), findings)) {
    flow::Played played = flow::play(flow, one);
    if (!played.divergence) walks.push_back(std::move(played.walk));
  }
  return {.conversations = walks.size(), .covered = flow::covered(walks)};
}

}  // namespace

Result<object> flow_calls(Unit& unit, const std::string& name, const flow::Library& library) {
  const flow::Flow flow = TRY(unit.flows().live(library, name));
  const FlowCalls counted = TRY(courtesy::flow_calls(unit, flow));
  std::size_t now = 0;
  array states;
  for (const flow::State& state : flow.definition().states) {
    const std::size_t here = count_in(counted.calls.now, state.name);
    now += here;
    states.push_back({{"state", state.name},
                      {"title", state_title(state.name, unit.language())},
                      {"calls", count_in(counted.calls.traffic.states, state.name)},
                      {"now", here}});
  }
  array ways;
  for (const auto& [way, calls] : counted.calls.traffic.ways)
    ways.push_back(
        {{"state", way.state}, {"input", way.input}, {"to", way.to}, {"enough", way.enough}, {"calls", calls}});
  return object{{"name", name},
                {"hash", flow.hash()},
                {"calls", counted.calls.all},
                {"now", now},
                {"since", counted.since ? boost::json::value(to_string(*counted.since)) : nullptr},
                {"states", std::move(states)},
                {"ways", std::move(ways)}};
}

Result<std::string> flow_diagram(Unit& unit, const std::string& name, const flow::Library& library, Language language,
                                 bool counted) {
  const flow::Flow flow = TRY(unit.flows().live(library, name));
  flow::Picture picture{.proof = proof_of(flow, TRY(unit.flows().live_files(name))),
                        .language = language,
                        .title = retold(flow.definition().title, language)};
  flow::Calls calls;
  if (counted) {
    calls = std::move(TRY(courtesy::flow_calls(unit, flow)).calls);
    picture.calls = &calls;
  }
  return flow::diagram(flow, picture);
}

}  // namespace courtesy::api
