// What is said when no flow can speak: who we are and where to ask, as far as that is known.
#pragma once

#include <string>
#include <string_view>

#include "store/accounts.h"

namespace courtesy {

/// A document that ends the call.
std::string apology_of(const Account& account, std::string_view language);
/// For an answer about a visit that was changed during the call. It ends the call.
std::string changed_meanwhile(const Account& account, std::string_view language);
/// When not even the account can be read.
std::string apology();

}  // namespace courtesy
