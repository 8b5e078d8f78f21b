#include "flow/layered_layout.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace courtesy::flow;

namespace {

void no_overlap(const LayoutGraph& graph, const Layout& layout) {
  for (std::size_t i = 0; i < graph.heights.size(); ++i) {
    CHECK(layout.tops[i] >= -0.01);
    CHECK(layout.tops[i] + graph.heights[i] <= layout.height + 0.01);
    for (std::size_t j = 0; j < i; ++j) {
      if (layout.columns[i] != layout.columns[j]) continue;
      const bool above = layout.tops[i] + graph.heights[i] + graph.gap <= layout.tops[j] + 0.01;
      const bool below = layout.tops[j] + graph.heights[j] + graph.gap <= layout.tops[i] + 0.01;
      CHECK((above || below));
    }
  }
}

}  // namespace

TEST_CASE("a line leads to the right, and boxes of a column keep their distance") {
  // A diamond with a tail, and a line that passes a column.
  const LayoutGraph graph{.heights = {100, 60, 200, 80, 40},
                          .edges = {{0, 1, 20}, {0, 2, 50}, {1, 3, 30}, {2, 3, 100}, {3, 4, 40}, {0, 4, 90}},
                          .gap = 30,
                          .lane = 20};
  const Layout layout = lay_out(graph);
  CHECK(layout.columns == std::vector<int>{0, 1, 1, 2, 3});
  CHECK(layout.column_count == 4);
  for (const LayoutEdge& edge : graph.edges) CHECK(layout.columns[edge.from] < layout.columns[edge.to]);
  no_overlap(graph, layout);
}

TEST_CASE("a line that passes columns has a lane in each, clear of the boxes there") {
  const LayoutGraph graph{.heights = {50, 300, 300, 50},
                          .edges = {{0, 1, 10}, {1, 2, 150}, {2, 3, 150}, {0, 3, 40}},
                          .gap = 30,
                          .lane = 20};
  const Layout layout = lay_out(graph);
  REQUIRE(layout.routes[3].lanes.size() == 2);
  for (std::size_t column = 1; column <= 2; ++column) {
    const double lane = layout.routes[3].lanes[column - 1];
    CHECK((lane <= layout.tops[column] - 19.9 || lane >= layout.tops[column] + 300 + 19.9));
  }
  CHECK(layout.routes[0].lanes.empty());
}

TEST_CASE("boxes are ordered as the lines come, so that they need not cross") {
  // Written in the wrong order on purpose: the first port leads to the last box.
  const LayoutGraph graph{
      .heights = {200, 50, 50, 50}, .edges = {{0, 3, 20}, {0, 2, 100}, {0, 1, 180}}, .gap = 20, .lane = 20};
  const Layout layout = lay_out(graph);
  CHECK(layout.tops[3] < layout.tops[2]);
  CHECK(layout.tops[2] < layout.tops[1]);
}

TEST_CASE("lines that meet in a box meet it one above another, inside it") {
  const LayoutGraph graph{
      .heights = {40, 40, 40, 60}, .edges = {{0, 3, 20}, {1, 3, 20}, {2, 3, 20}}, .gap = 20, .lane = 20};
  const Layout layout = lay_out(graph);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(layout.routes[i].arrives > layout.tops[3]);
    CHECK(layout.routes[i].arrives < layout.tops[3] + 60);
    for (std::size_t j = 0; j < i; ++j) CHECK(std::abs(layout.routes[i].arrives - layout.routes[j].arrives) > 8);
  }
}

TEST_CASE("a graph of nothing is a picture of nothing") { CHECK(lay_out({{}, {}, 20, 20}).height == 0); }
