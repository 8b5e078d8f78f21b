// The facts of one reminder in words: the only things that a flow or a template may say.
#pragma once

#include <map>
#include <string>

#include "flow/wording.h"
#include "store/accounts.h"
#include "store/appointments.h"
#include "store/clients.h"

namespace courtesy {

using Words = std::map<std::string, std::string>;

/// `business` and `callback_number`: what may be said to anybody.
Words business_words(const Account& account, std::string_view language, flow::Medium medium);

/// `business`, `callback_number`, `client_first_name`, `code`, `date`, `time`, `when`, in `language`, for ear or eye.
Words reminder_words(const Unit& unit, const Account& account, const Client& client, const Appointment& appointment,
                     std::string_view language, flow::Medium medium);

/// The client's language, or the account's.
std::string language_of(const Account& account, const Client& client);

}  // namespace courtesy
