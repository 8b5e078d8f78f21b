#include "store/wording.h"

#include "store/appointment_codes.h"

namespace courtesy {
namespace {

std::string callback_words(const Account& account, std::string_view language, flow::Medium medium) {
  const auto number = PhoneNumber::parse(account.callback_number);
  return number ? flow::number_words(*number, medium, language) : account.callback_number;
}

}  // namespace

Words business_words(const Account& account, std::string_view language, flow::Medium medium) {
  return {{"business", account.spoken_name}, {"callback_number", callback_words(account, language, medium)}};
}

Words reminder_words(const Account& account, const Client& client, const Appointment& appointment,
                     std::string_view language, flow::Medium medium) {
  const LocalTime local = appointment.start.local;
  return {{"business", account.spoken_name},
          {"callback_number", callback_words(account, language, medium)},
          {"client_first_name", client.name.substr(0, client.name.find(' '))},
          {"date", flow::date_words(local, language, medium)},
          {"time", flow::time_words(local, language, medium)},
          {"when", flow::when_words(local, language, medium)}};
}

void add_code(Words& words, const Unit& unit, AppointmentId appointment, flow::Medium medium) {
  words["code"] = flow::code_words(appointment_code(unit, appointment), medium);
}

Result<std::string> written_words(const Unit& unit, const flow::TextTemplate& words, const Account& account,
                                  const Client& client, const Appointment& appointment, std::string_view language) {
  Words facts = reminder_words(account, client, appointment, language, flow::Medium::written);
  if (words.says("code")) add_code(facts, unit, appointment.id, flow::Medium::written);
  return words.render(facts);
}

std::string language_of(const Account& account, const Client& client) {
  return client.language.empty() ? account.language : client.language;
}

}  // namespace courtesy
