#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/answer.h"
#include "api/doors.h"
#include "api/read_body.h"
#include "base/zone.h"
#include "flow/language_tag.h"

namespace courtesy::api {

Result<Account> read_account(const boost::json::object& body, const Settings& settings) {
  constexpr std::string_view known =
      " name spoken_name zone country caller_number callback_number email_from language ";
  for (const auto& [name, value] : body) {
    if (known.find(fmt::format(" {} ", std::string_view(name))) == std::string_view::npos)
      return invalid(fmt::format("`account` has no member `{}`", std::string_view(name)));
  }
  Account account;
  account.name = TRY(needed(body, "name", 80));
  account.spoken_name = TRY(text_of(body, "spoken_name", 80));
  if (account.spoken_name.empty()) account.spoken_name = account.name;
  account.zone = TRY(Zone::find(TRY(needed(body, "zone", 60)))).name();
  account.country = TRY(needed(body, "country", 2));
  if (account.country.size() != 2) return invalid("`country` must be two letters like US");
  for (char& c : account.country) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  for (auto [name, to] :
       {std::pair("caller_number", &account.caller_number), std::pair("callback_number", &account.callback_number)}) {
    const std::string text = TRY(needed(body, name, 40));
    const auto number = settings.read_number ? settings.read_number(text, account.country) : PhoneNumber::parse(text);
    if (!number) return invalid(fmt::format("`{}` cannot be used: {}", name, number.error().message));
    *to = number->e164();
  }
  account.email_from = TRY(text_of(body, "email_from", 254));
  if (const std::string said = TRY(text_of(body, "language", 200)); !said.empty()) {
    const auto tag = flow::language_tag(said, flow::known_languages());
    if (!tag) return invalid("`language` " + tag.error().message);
    account.language = *tag;
  }
  return account;
}

}  // namespace courtesy::api
