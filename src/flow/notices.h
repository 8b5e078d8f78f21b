// What is said on the phone when no flow may speak: no call is ever silent.
#pragma once

#include <string_view>

#include "twiml/document.h"

namespace courtesy::flow {

/// For a call that became pointless while it was on its way (cancelled, moved, told otherwise, given up): says who
/// called and that nothing is needed, then hangs up. No date, no name: it may be a machine, or somebody else.
/// `language`: `en` or `es`, with or without a region; any other is English.
twiml::Element called_off(std::string_view business, std::string_view language);

/// For a visit that was moved or cancelled while somebody was on the phone about it: what they pressed does not count,
/// and where to ask. Whose call it is has been said.
twiml::Element changed_meanwhile(std::string_view callback_number, std::string_view language);

/// For a call that is answered while we cannot know what to say (the store is away, a flow fails): says who called and
/// where to ask, as far as that is known (empty: it is not), then hangs up. Fit to be made beforehand and kept as the
/// provider's fallback.
twiml::Element cannot_speak_now(std::string_view business, std::string_view callback_number, std::string_view language);

}  // namespace courtesy::flow
