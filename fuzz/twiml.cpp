// Documents as an application may answer them: read, checked, written, read again; as a call's and as a message's.
#include "fuzz.h"
#include "twiml/document.h"
#include "twiml/grammar.h"
#include "twiml/messaging.h"
#include "twiml/speech.h"

using namespace courtesy;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  for (const auto* type : {"text/xml", "text/plain"}) {
    if (const auto read = twiml::read_messaging(type, text)) {
      fuzz::must(read->replies.size() <= 10, "ten replies at most");
    }
  }
  const auto document = twiml::parse(text);
  if (!document) return 0;
  twiml::check(*document);
  fuzz::must(twiml::spoken_length(twiml::spoken_text(*document)) >= milliseconds{0}, "speech takes time");
  const std::string written = twiml::write(*document);
  if (written.size() > 64 * 1024) return 0;
  const auto again = twiml::parse(written);
  fuzz::must(again.ok(), "what is written can be read");
  fuzz::must(twiml::write(*again) == written, "what is written stays as it is");
  return 0;
}
