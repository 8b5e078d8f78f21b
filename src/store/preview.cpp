#include "store/preview.h"

#include "flow/heard.h"
#include "flow/questions.h"
#include "flow/walker.h"
#include "store/flows.h"
#include "store/prompt_urls.h"
#include "store/rules.h"
#include "store/templates.h"
#include "store/unit.h"
#include "store/wording.h"

namespace courtesy {
namespace {

/// The key with which a person answers the opening question.
constexpr const char* person_key = "1";

/// What of a reminder by phone its words and recordings come from.
struct Spoken {
  flow::Flow flow;
  Rule rule;
  Account account;
  Client client;
  Appointment appointment;
};

/// What is said at the beginning and, where that is something else, to whoever presses the key.
Result<std::vector<twiml::Element>> documents_of(const Unit& unit, const Spoken& call,
                                                 const std::map<std::string, std::string>& prompts) {
  const flow::Flow& flow = call.flow;
  flow::Facts facts{.language = std::string(flow.language_for(language_of(call.account, call.client)))};
  facts.spoken = reminder_words(call.account, call.client, call.appointment, facts.language, flow::Medium::spoken);
  facts.prompts = prompts;
  if (flow.says("code")) add_code(facts.spoken, unit, call.appointment.id, flow::Medium::spoken);
  for (const char* name : {"keys", "silence", "played"}) facts.paths[name] = "/";
  const auto answering = [&](const flow::Question& question, flow::Facts& so_far) -> Result<std::string> {
    if (question.name == "machines") return std::string(way_of(call.rule.machines).answer);
    return flow::answer_nothing(question, so_far);
  };
  const flow::Step opening = TRY(flow::settle(flow, TRY(flow.begin(facts)), facts, answering));
  std::vector<twiml::Element> documents{opening.document};
  if (opening.ends) return documents;
  flow::Step next = TRY(flow.next(opening.position, {flow::InputKind::keys, person_key}, facts));
  if (next.position.state != opening.position.state) documents.push_back(std::move(next.document));
  return documents;
}

Result<Spoken> spoken_for(Unit& unit, const ReminderKey& key, const flow::Library& flows) {
  const Appointment appointment = TRY(unit.appointments().get(key.appointment));
  const StoredRule rule = TRY(unit.rules().get(key.rule));
  return Spoken{.flow = TRY(unit.flows().live(flows, rule.rule.content)),
                .rule = rule.rule,
                .account = TRY(unit.accounts().get()),
                .client = TRY(unit.clients().get(appointment.client)),
                .appointment = appointment};
}

Result<std::string> spoken_words(Unit& unit, const ReminderKey& key, const flow::Library& flows) {
  std::string words;
  for (const auto& document : TRY(documents_of(unit, TRY(spoken_for(unit, key, flows)), {})))
    words += (words.empty() ? "" : "\n\n") + flow::spoken(document);
  return words;
}

}  // namespace

Result<std::string> preview(Unit& unit, const ReminderKey& key, const flow::Library& flows) {
  if (key.channel == Channel::call) return spoken_words(unit, key, flows);
  const Account account = TRY(unit.accounts().get());
  const Appointment appointment = TRY(unit.appointments().get(key.appointment));
  const Client client = TRY(unit.clients().get(appointment.client));
  const StoredRule rule = TRY(unit.rules().get(key.rule));
  const TemplateWords found = TRY(Templates(unit).text(flows, rule.rule.content, language_of(account, client)));
  return written_words(unit, found.words, account, client, appointment, found.language);
}

Result<std::vector<flow::HeardPiece>> preview_call(Unit& unit, const ReminderKey& key, const flow::Library& flows) {
  const Spoken call = TRY(spoken_for(unit, key, flows));
  const auto prompts = TRY(prompts_for(unit, call.flow, language_of(call.account, call.client), ""));
  std::vector<flow::HeardPiece> pieces;
  for (const auto& document : TRY(documents_of(unit, call, prompts))) {
    for (auto& piece : flow::heard_pieces(document)) pieces.push_back(std::move(piece));
  }
  return pieces;
}

}  // namespace courtesy
