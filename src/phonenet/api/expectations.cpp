#include "phonenet/api/expectations.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "phonenet/json.h"
#include "phonenet/xml.h"

namespace courtesy::phonenet {
namespace {

std::string_view kind_of(bool call) { return call ? "call" : "text"; }

/// As a scripted caller hears: without regard to case and punctuation, `*` for any words.
bool says(const std::string& words, const std::string& wanted) {
  const std::vector<ScriptStep> steps{{.hears = wanted, .presses = "1"}};
  return Script(steps).hears(words).has_value();
}

Result<std::shared_ptr<const Persona>> persona_of(const Parameters& parameters) {
  if (parameters.has("Script")) {
    Persona persona = *built_in_persona("ignores");
    persona.name = "script";
    persona.patience = {minutes{10}, minutes{10}};
    persona.script = TRY(read_script(parameters.get("Script")));
    return std::make_shared<const Persona>(std::move(persona));
  }
  if (!parameters.has("Persona")) return std::shared_ptr<const Persona>();
  const Persona* persona = built_in_persona(parameters.get("Persona"));
  if (persona == nullptr) return invalid("no persona is called '" + parameters.get("Persona") + "'");
  return std::make_shared<const Persona>(*persona);
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) out.append(out.empty() ? "" : between).append(part);
  return out;
}

}  // namespace

std::string to_json(const TestResult& result) {
  std::string failures = "[";
  for (const std::string& failure : result.failures) {
    if (failures.size() > 1) failures += ',';
    append_json_string(failures, failure);
  }
  JsonObject json;
  json.text("name", result.name).boolean("passed", result.failures.empty()).raw("failures", failures + "]");
  return json.text("transcript", result.transcript).take();
}

void Expectations::begin(std::string name) {
  end();
  test_ = Test{std::move(name), office_.journal.written() + 1, office_.clock.now(), {}};
}

Result<void> Expectations::add(const Parameters& parameters) {
  if (!test_) return invalid("no test has begun: POST /_/tests with a Name first");
  Expected expected{.to = parameters.get("To"), .says = parameters.every("Says")};
  const std::string kind = parameters.get("Kind", "call");
  if (kind != "call" && kind != "text") return invalid("Kind must be call or text, not '" + kind + "'");
  expected.call = kind == "call";
  if (!is_e164(expected.to)) return invalid("To must be a number in E.164");
  expected.persona = TRY(persona_of(parameters));
  if (expected.persona && !expected.call) return invalid("Persona and Script are for calls");
  Parameters checked(parameters.all());
  expected.times = checked.number("Times", 1, 0, 1'000, 20001);
  if (checked.fault()) return invalid(checked.fault()->message);
  test_->expected.push_back(std::move(expected));
  return {};
}

std::shared_ptr<const Persona> Expectations::callee(std::string_view to) {
  if (!test_) return nullptr;
  for (Expected& expected : test_->expected) {
    if (!expected.call || !expected.persona || expected.to != to || expected.found >= expected.times) continue;
    ++expected.found;
    return expected.persona;
  }
  return nullptr;
}

/// In the order in which they were made; what the network itself writes is none of the application's.
std::vector<Expectations::Contact> Expectations::contacts() const {
  std::vector<Contact> all;
  std::map<std::string, std::size_t> by_sid;
  for (const Entry& entry : office_.journal.entries()) {
    if (entry.number < test_->first) continue;
    const bool dialled = entry.kind == EntryKind::ring && entry.detail == "dialled";
    const bool text = entry.kind == EntryKind::text_accepted;
    if (text || dialled || entry.kind == EntryKind::call_accepted) {
      const Text* record = text ? office_.texts.find(entry.sid) : nullptr;
      if (record != nullptr && record->by_network) continue;
      by_sid.emplace(entry.sid, all.size());
      all.push_back({.call = !text, .sid = entry.sid, .to = entry.to, .words = entry.text});
    } else if (entry.kind == EntryKind::heard) {
      if (const auto found = by_sid.find(entry.sid); found != by_sid.end()) {
        std::string& words = all[found->second].words;
        words.append(words.empty() ? "" : " ").append(entry.text);
      }
    }
  }
  return all;
}

bool Expectations::meets(const Contact& contact, const Expected& expected) {
  return contact.call == expected.call && contact.to == expected.to &&
         std::all_of(expected.says.begin(), expected.says.end(),
                     [&](const std::string& wanted) { return says(contact.words, wanted); });
}

void Expectations::judge(TestResult& result) {
  auto all = contacts();
  for (Expected& expected : test_->expected) {
    for (auto contact = all.begin(); contact != all.end() && expected.met < expected.times;) {
      if (!meets(*contact, expected)) {
        ++contact;
        continue;
      }
      ++expected.met;
      contact = all.erase(contact);
    }
    if (expected.met == expected.times) continue;
    result.failures.push_back(
        fmt::format("expected {} {}{} to {}{}, but there {} {}", expected.times, kind_of(expected.call),
                    expected.times == 1 ? "" : "s", expected.to,
                    expected.says.empty() ? "" : " saying '" + joined(expected.says, "', '") + "'",
                    expected.met == 1 ? "was" : "were", expected.met));
  }
  for (const Contact& contact : all) {
    result.failures.push_back(fmt::format("nobody expected the {} to {} ({}): '{}'", kind_of(contact.call), contact.to,
                                          contact.sid, contact.words));
  }
}

std::string Expectations::transcript() const {
  std::string lines;
  for (const Entry& entry : office_.journal.entries()) {
    if (entry.number < test_->first) continue;
    lines += fmt::format("{} {} {} {} {}\n", courtesy::to_string(entry.at), to_string(entry.kind), entry.to, entry.text,
                         entry.detail);
  }
  return lines;
}

std::optional<TestResult> Expectations::end() {
  if (!test_) return std::nullopt;
  TestResult result{
      .name = test_->name, .failures = {}, .transcript = {}, .lasted = office_.clock.now() - test_->began};
  judge(result);
  if (!result.failures.empty()) result.transcript = transcript();
  test_.reset();
  results_.push_back(result);
  return result;
}

std::string Expectations::junit() const {
  const auto failed = std::count_if(results_.begin(), results_.end(),
                                    [](const TestResult& result) { return !result.failures.empty(); });
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<testsuite name=\"phones\" tests=\"{}\" failures=\"{}\">\n", results_.size(), failed);
  for (const TestResult& result : results_) {
    out += fmt::format("  <testcase classname=\"phones\" name=\"{}\" time=\"{:.3f}\"", xml_escaped(result.name),
                       static_cast<double>(result.lasted.count()) / 1'000);
    if (result.failures.empty()) {
      out += "/>\n";
      continue;
    }
    out += fmt::format(">\n    <failure message=\"{}\">{}</failure>\n  </testcase>\n",
                       xml_escaped(joined(result.failures, "; ")), xml_escaped(result.transcript));
  }
  return out + "</testsuite>\n";
}

}  // namespace courtesy::phonenet
