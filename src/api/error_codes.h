// The codes of problems: words that do not change, each with a page (docs/reference/errors, GET /v1/errors/CODE).
#pragma once

#include <array>
#include <string_view>

namespace courtesy::api {

inline constexpr std::array error_codes{
    std::string_view{"changed_meanwhile"}, std::string_view{"conflict"},       std::string_view{"count_differs"},
    std::string_view{"forbidden"},         std::string_view{"foreign_page"},   std::string_view{"full"},
    std::string_view{"guest_key"},         std::string_view{"invalid"},        std::string_view{"key_used_otherwise"},
    std::string_view{"link_used_up"},      std::string_view{"method"},         std::string_view{"not_by_key"},
    std::string_view{"not_found"},         std::string_view{"not_this_name"},  std::string_view{"operators_only"},
    std::string_view{"second_factor"},     std::string_view{"setup_needed"},   std::string_view{"signed_out"},
    std::string_view{"still_running"},     std::string_view{"test_key"},       std::string_view{"too_large"},
    std::string_view{"too_many_requests"}, std::string_view{"too_many_tries"}, std::string_view{"unavailable"},
    std::string_view{"unknown_member"},    std::string_view{"wrong_code"},     std::string_view{"wrong_sign_in"},
};

constexpr bool is_error_code(std::string_view code) {
  for (const std::string_view one : error_codes) {
    if (one == code) return true;
  }
  return false;
}

}  // namespace courtesy::api
