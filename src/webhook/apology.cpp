#include "webhook/apology.h"

#include "flow/notices.h"
#include "store/wording.h"
#include "twiml/document.h"

namespace courtesy {

std::string apology_of(const Account& account, std::string_view language) {
  const Words words = business_words(account, language, flow::Medium::spoken);
  return twiml::write(flow::cannot_speak_now(words.at("business"), words.at("callback_number"), language));
}

std::string changed_meanwhile(const Account& account, std::string_view language) {
  const Words words = business_words(account, language, flow::Medium::spoken);
  return twiml::write(flow::changed_meanwhile(words.at("callback_number"), language));
}

std::string apology() { return twiml::write(flow::cannot_speak_now({}, {}, "en")); }

}  // namespace courtesy
