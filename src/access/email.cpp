#include "access/email.h"

#include "mail/compose.h"

namespace courtesy::access {

Result<std::string> fold_email(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return invalid("an email address is missing");
  std::string email(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
  for (char& c : email) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (!mail::is_address(email)) return invalid("this is no email address such as kim@clinic.example");
  return email;
}

}  // namespace courtesy::access
