// How wide a text is when nobody knows the font: so that it never runs out of its box.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace courtesy::flow {

struct Font {
  double size = 12;
  bool bold = false;
};

/// In the unit of the size, at most: by the advances of a wide typeface (DejaVu Sans, Verdana); Helvetica and its kin
/// are narrower. What is not Latin counts as a full square.
double text_width(std::string_view text, Font font);

/// The text, or as much of it as fits with `…` behind it.
std::string fitted(std::string_view text, Font font, double width);

/// Broken between words into at most `most` lines; the last ends with `…` when there is more.
std::vector<std::string> lines_of(std::string_view text, Font font, double width, std::size_t most);

}  // namespace courtesy::flow
