// Phones that somebody picks up by hand: the control endpoints of the handset's page, and of whoever wants to play a
// callee from outside.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "phonenet/api/parameters.h"
#include "phonenet/exchange/exchange.h"
#include "phonenet/exchange/texts.h"
#include "phonenet/office.h"

namespace courtesy::phonenet {

/// Under `/_/`: `handsets`, `handsets/NUMBER`, `handsets/NUMBER/WHAT`, `sounds/NUMBER`
/// (docs/reference/phone-network.md, "The handset").
class Handsets {
 public:
  Handsets(Office& office, Exchange& exchange, Texts& texts) : office_(office), exchange_(exchange), texts_(texts) {}

  /// Nothing for a path that is none of its own.
  std::optional<http::Response> answer(const http::Request& request, const Parameters& parameters);

 private:
  /// At most so many at once: each is a person's.
  static constexpr std::size_t most = 100;

  http::Response list() const;
  http::Response add(const Parameters& parameters);
  http::Response take_out(const std::string& number);
  http::Response show(const std::string& number) const;
  http::Response act(const std::string& number, std::string_view what, const Parameters& parameters);
  http::Response pick_up(Call* call, const Parameters& parameters);
  http::Response call_out(const std::string& number, const Parameters& parameters);
  http::Response press(Call* call, const Parameters& parameters);
  http::Response say(Call* call, const Parameters& parameters);
  bool is_by_hand(std::string_view number) const;
  /// The call that rings or goes on there; null: none.
  Call* open_call(const std::string& number);
  std::string calls_of(const std::string& number) const;
  std::string texts_of(const std::string& number) const;

  Office& office_;
  Exchange& exchange_;
  Texts& texts_;
};

}  // namespace courtesy::phonenet
