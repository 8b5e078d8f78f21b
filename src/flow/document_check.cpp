#include "flow/document_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "flow/checker.h"
#include "flow/edges.h"
#include "flow/faults.h"
#include "flow/shape_check.h"
#include "flow/words_check.h"

namespace courtesy::flow {
namespace {

std::string file_name(const Definition& definition, const std::string& state, const std::string& language) {
  return language == definition.languages.front() ? state + ".xml" : state + "." + language + ".xml";
}

/// States that a machine hears first: where the opening leads without a key, and the marked ones.
std::set<std::string, std::less<>> machine_entries(const Definition& definition) {
  std::set<std::string, std::less<>> entries;
  for (const State& state : definition.states) {
    if (state.machine) entries.insert(state.name);
  }
  if (definition.inbound || definition.is_sub_flow()) return entries;
  for (const std::string& opening : opening_states(definition)) {
    for (const Edge& edge : edges_of(*definition.find(opening))) {
      const bool keyless = edge.kind != InputKind::keys && edge.kind != InputKind::hung_up;
      const State* next = definition.find(edge.transition->go);
      if (keyless && next != nullptr && next->name != opening && !next->is_silent()) entries.insert(next->name);
    }
  }
  return entries;
}

/// A flow inside another asks for keys, and a machine may get into it.
void check_machines_inside(const Parts& parts, const std::vector<std::string>& machine,
                           std::vector<Finding>& findings) {
  for (const State& state : parts.definition.states) {
    const auto sub = parts.subs.find(state.run);
    const bool heard = std::binary_search(machine.begin(), machine.end(), state.name);
    if (state.waits_for != WaitsFor::flow || sub == parts.subs.end() || !heard) continue;
    const auto& inside = sub->second->definition.states;
    const bool asks = std::any_of(inside.begin(), inside.end(), [](const State& one) {
      return one.waits_for == WaitsFor::key || one.waits_for == WaitsFor::digits;
    });
    if (!asks) continue;
    findings.push_back(fault(
        "machine-asked-for-key", "flow.toml", state.place,
        fmt::format("a machine may get to {}, and {} asks for keys: reach it by a key only", state.name, state.run)));
  }
}

/// A flow inside speaks its own first language to callers whose language it does not have.
void check_languages_inside(const Parts& parts, std::vector<Finding>& findings) {
  for (const State& state : parts.definition.states) {
    const auto sub = parts.subs.find(state.run);
    if (state.waits_for != WaitsFor::flow || sub == parts.subs.end()) continue;
    const auto& inside = sub->second->definition.languages;
    for (const std::string& language : parts.definition.languages) {
      if (std::count(inside.begin(), inside.end(), language) != 0) continue;
      findings.push_back(fault("language-wrong", "flow.toml", state.place,
                               fmt::format("{} runs {}, which does not speak \"{}\": a caller would hear \"{}\" from "
                                           "there on; add the language to {}, or take it out of languages",
                                           state.name, state.run, language, inside.front(), state.run)));
    }
  }
}

}  // namespace

void check_documents(const Parts& parts, std::vector<Finding>& findings) {
  const Definition& definition = parts.definition;
  const auto machine = machine_states(definition);
  const auto entries = machine_entries(definition);
  const auto openings = opening_states(definition);
  for (const State& state : definition.states) {
    if (state.is_silent()) continue;
    for (const std::string& language : definition.languages) {
      const auto found = parts.templates.find({state.name, language});
      if (found == parts.templates.end()) {
        findings.push_back(fault("template-missing", file_name(definition, state.name, language), {},
                                 "missing: it is what " + state.name + " says"));
        continue;
      }
      if (found->second.root().name.empty()) continue;  // not XML: reported where it was parsed
      const bool opens = std::binary_search(openings.begin(), openings.end(), state.name);
      const Situation situation{.definition = definition,
                                .state = state,
                                .document = found->second,
                                .language = language,
                                .is_opening = opens && !definition.is_sub_flow(),
                                .inbound = definition.inbound,
                                .machine = std::binary_search(machine.begin(), machine.end(), state.name),
                                .machine_entry = entries.contains(state.name),
                                .for_operator = acknowledges(definition)};
      if (check_shape(situation, findings)) check_words(situation, findings);
    }
  }
  check_endings(parts, findings);
  check_machines_inside(parts, machine, findings);
  check_languages_inside(parts, findings);
  for (const auto& [key, document] : parts.templates) {
    const State* state = definition.find(key.first);
    if (state == nullptr) {
      findings.push_back(fault("file-unused", document.file(), {},
                               fmt::format("belongs to no state: flow.toml has no [states.{}]", key.first)));
    } else if (state->is_silent()) {
      findings.push_back(
          fault("file-unused", document.file(), {},
                fmt::format("{} says nothing: it waits for \"{}\"", key.first, to_string(state->waits_for))));
    }
  }
}

}  // namespace courtesy::flow
