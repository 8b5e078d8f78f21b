#include "dispatch/fill.h"

#include "store/flows.h"
#include "store/templates.h"
#include "store/unit.h"
#include "store/wording.h"

namespace courtesy {
namespace {

Result<Filled> fill_call(Unit& unit, const flow::Library& library, const Rule& rule, const std::string& language) {
  const flow::Flow flow = TRY(unit.flows().reminder(library, rule.content));
  return Filled{.text = {},
                .subject = {},
                .flow = flow.name(),
                .flow_hash = flow.hash(),
                .language = std::string(flow.language_for(language))};
}

Result<Filled> fill_words(Unit& unit, const flow::Library& library, const Rule& rule, const std::string& language,
                          const Account& account, const Client& client, const Appointment& appointment) {
  const TemplateWords found = TRY(Templates(unit).text(library, rule.content, language));
  const std::string rendered = TRY(written_words(unit, found.words, account, client, appointment, found.language));
  Filled filled{
      .text = rendered, .subject = {}, .flow = {}, .flow_hash = found.words.hash(), .language = found.language};
  if (rule.channel != Channel::email) return filled;
  const flow::Mail mail = TRY(flow::split_subject(rendered));
  filled.subject = mail.subject;
  filled.text = mail.body;
  return filled;
}

}  // namespace

Fill fill_from(const flow::Library& library) {
  return [&library](Unit& unit, const Rule& rule, const Account& account, const Client& client,
                    const Appointment& appointment) -> Result<Filled> {
    const std::string language = language_of(account, client);
    if (rule.channel == Channel::call) return fill_call(unit, library, rule, language);
    return fill_words(unit, library, rule, language, account, client, appointment);
  };
}

}  // namespace courtesy
