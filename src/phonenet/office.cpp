#include "phonenet/office.h"

namespace courtesy::phonenet {
namespace {

void append_place(http::Fields& fields, std::string_view who, std::string_view number) {
  const std::string prefix(who);
  fields.emplace_back(prefix + "City", "");
  fields.emplace_back(prefix + "State", "");
  fields.emplace_back(prefix + "Zip", "");
  fields.emplace_back(prefix + "Country", number.starts_with("+1") ? "US" : "");
}

}  // namespace

void append_ends(http::Fields& fields, const Office& office, std::string_view from, std::string_view to) {
  fields.emplace_back("AccountSid", office.settings.account_sid);
  fields.emplace_back("ApiVersion", "2010-04-01");
  fields.emplace_back("From", from);
  fields.emplace_back("To", to);
  append_place(fields, "From", from);
  append_place(fields, "To", to);
}

}  // namespace courtesy::phonenet
