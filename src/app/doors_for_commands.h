// What the commands about people share: the database with the house's key, a password that is typed, links to print.
#pragma once

#include <memory>
#include <string>

#include "app/command.h"
#include "app/database.h"

namespace courtesy::app {

/// With `secret.key` beside it, which is made where there is none: tokens and codes are kept under it.
Result<std::unique_ptr<Database>> open_doors(const std::string& database, Outside& outside, Missing missing);

/// Asks on `err`, twice, and reads lines from `in`; on a terminal nothing is shown of them. Errors: `invalid` when
/// they differ, or for one that check_password() refuses; `unavailable` where nothing can be typed.
Result<std::string> typed_password(Outside& outside, const std::string& name, const std::string& email,
                                   const std::string& business);

/// Its hash, with a salt of the system's.
Result<std::string> hashed(const std::string& password, bool is_operator);

/// `URL/#/welcome/TOKEN`.
std::string printed_link(const std::string& url, const std::string& token);
/// 32 bytes of the system's chance.
std::string new_token();

inline constexpr const char* usual_url = "http://127.0.0.1:8080";

}  // namespace courtesy::app
