// The facts of one reminder in words: the only things that a flow or a template may say.
#pragma once

#include <map>
#include <string>

#include "flow/text_template.h"
#include "flow/wording.h"
#include "store/accounts.h"
#include "store/appointments.h"
#include "store/clients.h"

namespace courtesy {

using Words = std::map<std::string, std::string>;

/// `business` and `callback_number`: what may be said to anybody.
Words business_words(const Account& account, std::string_view language, flow::Medium medium);

/// `business`, `callback_number`, `client_first_name`, `date`, `time`, `when`, in `language`, for ear or eye.
Words reminder_words(const Account& account, const Client& client, const Appointment& appointment,
                     std::string_view language, flow::Medium medium);

/// `code` besides, where it is said: making it takes longer than all the others together.
void add_code(Words& words, const Unit& unit, AppointmentId appointment, flow::Medium medium);

/// The template, filled in for one reminder. Errors: `invalid` for a fact that is missing.
Result<std::string> written_words(const Unit& unit, const flow::TextTemplate& words, const Account& account,
                                  const Client& client, const Appointment& appointment, std::string_view language);

/// The client's language, or the account's.
std::string language_of(const Account& account, const Client& client);

}  // namespace courtesy
