#include "store/preview.h"

#include "flow/questions.h"
#include "flow/walker.h"
#include "store/flows.h"
#include "store/rules.h"
#include "store/templates.h"
#include "store/unit.h"
#include "store/wording.h"

namespace courtesy {
namespace {

/// The key with which a person answers the opening question.
constexpr const char* person_key = "1";

Result<std::string> spoken_words(const Unit& unit, const flow::Flow& flow, const Rule& rule, const Account& account,
                                 const Client& client, const Appointment& appointment) {
  flow::Facts facts{.language = std::string(flow.language_for(language_of(account, client)))};
  facts.spoken = reminder_words(account, client, appointment, facts.language, flow::Medium::spoken);
  if (flow.says("code")) add_code(facts.spoken, unit, appointment.id, flow::Medium::spoken);
  for (const char* name : {"keys", "silence", "played"}) facts.paths[name] = "/";
  const auto answering = [&](const flow::Question& question, flow::Facts& so_far) -> Result<std::string> {
    if (question.name == "machines") return std::string(way_of(rule.machines).answer);
    return flow::answer_nothing(question, so_far);
  };
  const flow::Step opening = TRY(flow::settle(flow, TRY(flow.begin(facts)), facts, answering));
  std::string words = flow::spoken(opening.document);
  if (opening.ends) return words;
  const flow::Step next = TRY(flow.next(opening.position, {flow::InputKind::keys, person_key}, facts));
  if (next.position.state != opening.position.state) words += "\n\n" + flow::spoken(next.document);
  return words;
}

}  // namespace

Result<std::string> preview(Unit& unit, const ReminderKey& key, const flow::Library& flows) {
  const Account account = TRY(unit.accounts().get());
  const Appointment appointment = TRY(unit.appointments().get(key.appointment));
  const Client client = TRY(unit.clients().get(appointment.client));
  const StoredRule rule = TRY(unit.rules().get(key.rule));
  if (key.channel == Channel::call)
    return spoken_words(unit, TRY(unit.flows().live(flows, rule.rule.content)), rule.rule, account, client,
                        appointment);
  const TemplateWords found = TRY(Templates(unit).text(flows, rule.rule.content, language_of(account, client)));
  return written_words(unit, found.words, account, client, appointment, found.language);
}

}  // namespace courtesy
