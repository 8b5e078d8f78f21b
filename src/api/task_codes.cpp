#include "api/task_codes.h"

#include <algorithm>
#include <boost/json.hpp>

#include "api/answer.h"
#include "api/maybe.h"
#include "api/read_body.h"
#include "base/whole_number.h"
#include "flow/slots.h"
#include "flow/wording.h"
#include "store/accounts.h"
#include "store/appointments.h"
#include "store/flows.h"
#include "store/lines.h"
#include "store/prompts.h"
#include "store/task_codes.h"

namespace courtesy::api {
namespace {

/// The subject as it is kept.
Result<std::string> subject_of(Unit& unit, CodePurpose purpose, const boost::json::object& body,
                               const Settings& settings) {
  if (purpose == CodePurpose::record_prompt) {
    const PromptName name = TRY(PromptName::parse(TRY(needed(body, "subject", 200))));
    if (settings.flows != nullptr) {
      const flow::Flow flow = TRY(unit.flows().live(*settings.flows, name.flow));
      if (flow.language_for(name.language) != name.language ||
          !flow::has_slot(flow, name.state, name.slot, name.language)) {
        return invalid("`subject` is a prompt that there is not: FLOW/STATE/SLOT/LANGUAGE");
      }
    }
    return name.to_text();
  }
  const auto* given = body.if_contains("subject");
  std::optional<std::int64_t> id;
  if (given != nullptr && given->is_int64()) id = given->as_int64();
  if (given != nullptr && given->is_string()) id = whole_number<std::int64_t>(std::string_view(given->as_string()));
  if (!id) return invalid("`subject` is the id of the client's appointment");
  const Appointment appointment = TRY(unit.appointments().get(AppointmentId(*id)));
  if (appointment.booking != Booking::booked || appointment.start.instant <= unit.now())
    return Error{ErrorCode::conflict, "this appointment is cancelled, or has begun"};
  return std::to_string(*id);
}

/// Which of the account's numbers asks for such a code.
Result<std::string> number_for(Unit& unit, CodePurpose purpose) {
  const std::string_view wanted = purpose == CodePurpose::record_prompt ? "record-prompt" : usual_line_flow;
  const auto lines = TRY(Lines(unit).list());
  const auto line = std::ranges::find(lines, wanted, &Line::flow);
  if (line != lines.end()) return line->number;
  return Error{ErrorCode::conflict, "no number is answered by the flow " + std::string(wanted) +
                                        ", which asks for this code: set one (PUT /lines, or `courtesy line set`)"};
}

}  // namespace

Result<boost::json::object> make_task_code(Unit& unit, const boost::json::object& body, const Settings& settings) {
  std::string who = TRY(text_of(body, "who", 200));
  if (who.empty()) who = "somebody at the page";
  const auto purpose = parse_code_purpose(TRY(needed(body, "purpose", 40)));
  if (!purpose) return invalid("`purpose` must be client or record_prompt");
  const std::string subject = TRY(subject_of(unit, *purpose, body, settings));
  const PhoneNumber number = TRY(PhoneNumber::parse(TRY(number_for(unit, *purpose))));
  const MadeCode made = TRY(TaskCodes(unit).make(*purpose, subject, who));
  return boost::json::object{
      {"id", made.id},
      {"code", made.code.reveal()},
      {"expires_at", to_string(made.expires_at)},
      {"number", flow::number_words(number, flow::Medium::written, TRY(unit.accounts().get()).language)}};
}

Result<boost::json::object> task_code_state(Unit& unit, std::int64_t id) {
  const CodeState state = TRY(TaskCodes(unit).state(id));
  return boost::json::object{{"id", id},
                             {"state", to_string(state.is)},
                             {"purpose", to_string(state.purpose)},
                             {"subject", state.subject},
                             {"expires_at", to_string(state.expires_at)},
                             {"used_at", maybe(state.used_at)}};
}

}  // namespace courtesy::api
