// Looking for an attempt whose fate is unknown, in Twilio's lists.
#pragma once

#include <string>
#include <vector>

#include "gateway/gateway.h"
#include "gateway/twilio/settings.h"
#include "http/seam.h"

namespace courtesy::twilio {

/// The lists to read for a question, as URLs, in order. Calls: by To, From and each unfinished status, since a call
/// that is still queued has no start time; then those that started on the day before or later. Texts: all to that
/// recipient, since one that is not sent yet has no date of sending. One record alone where its sid is known.
std::vector<std::string> look_up_urls(const Settings& settings, const LookUp& question);

/// Reads them one after the other, at most `settings.look_up_pages` pages of each. Every row is checked against the
/// question again: Twilio silently ignores filters that it does not know. `client` must outlive the look-up.
/// Errors: `unavailable` when an answer is missing, is not complete, or has rows that cannot be judged.
void look_up(const Settings& settings, http::Client& client, LookUp question,
             UniqueFunction<void(Result<std::vector<Sighting>>)> done);

}  // namespace courtesy::twilio
