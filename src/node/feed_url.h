// Where a feed may be read from, and what it is called where its address must not be.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "store/feeds.h"

namespace courtesy {

enum class FeedReach {
  public_web,       ///< production: https alone
  or_this_machine,  ///< also http, where the host is this machine
};

/// The address as it is kept: without a fragment, and `webcal:` is https.
/// Errors: `invalid`, in words that do not repeat the address.
Result<std::string> check_feed_url(std::string_view text, FeedReach reach);

/// The host, which alone may be shown; empty for what is no URL.
std::string feed_host(const std::string& url);

/// `feed 3 (calendar.example)`: the source's name in imports, ledger and log, the same for as long as the feed is.
std::string feed_name(const Feed& feed);

}  // namespace courtesy
