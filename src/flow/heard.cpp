#include "flow/heard.h"

#include "twiml/speech.h"

namespace courtesy::flow {
namespace {

void append(const twiml::Element& element, std::vector<HeardPiece>& pieces) {
  if (element.name == "Play") {
    pieces.push_back({.words = {}, .url = element.text()});
  } else if (element.name == "Say") {
    pieces.push_back({.words = twiml::spoken_text(element), .url = {}});
  } else {
    for (const twiml::Node& node : element.children) {
      if (const auto* nested = std::get_if<twiml::Element>(&node)) append(*nested, pieces);
    }
  }
}

}  // namespace

std::vector<HeardPiece> heard_pieces(const twiml::Element& document) {
  std::vector<HeardPiece> pieces;
  append(document, pieces);
  return pieces;
}

}  // namespace courtesy::flow
