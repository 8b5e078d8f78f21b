#include "phonenet/xml.h"

#include "phonenet/utf8.h"

namespace courtesy::phonenet {

std::string xml_escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char c = text[0];
    const std::size_t size = utf8_character(text);
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n') {
          out += ' ';
        } else {
          out += size == 0 ? utf8_replacement : text.substr(0, size);
        }
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

}  // namespace courtesy::phonenet
