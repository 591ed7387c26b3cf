package main

import (
	"os"
	"slices"
	"strconv"

	"github.com/go-analyze/charts"
)

// curves keeps, for the picture, the share of the oracle's value that each policy captures by number of attempts.
func (e *evaluation) curves(sums map[int]*cell) {
	for _, k := range rungs() {
		for p := range policies {
			e.curve(p.String(), float64(k), sums[k].ratio(p, oracle))
		}
	}
}

// draw paints what was captured, and the calibration, one above the other.
func (e *evaluation) draw(file string) error {
	const width, height = 900, 480
	paper := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: width, Height: 2 * height})
	paper.FilledRect(0, 0, width, 2*height, charts.ColorWhite, charts.ColorWhite, 0)
	half := func(top int) charts.PainterOptionFunc {
		return charts.PainterBoxOption(charts.NewBox(0, top, width, top+height))
	}
	if err := e.drawCaptured(paper.Child(half(0))); err != nil {
		return err
	}
	if err := e.drawCalibration(paper.Child(half(height))); err != nil {
		return err
	}
	picture, err := paper.Bytes()
	if err != nil {
		return err
	}
	return os.WriteFile(file, picture, 0o644)
}

func (e *evaluation) drawCaptured(paper *charts.Painter) error {
	var names, labels []string
	var values [][]float64
	for p := range policies {
		points := e.Curves[p.String()]
		if len(points) == 0 {
			return nil // the section did not run
		}
		names = append(names, p.String())
		var line []float64
		for _, point := range points {
			line = append(line, point.Y)
		}
		values = append(values, line)
	}
	for _, k := range rungs() {
		labels = append(labels, strconv.Itoa(k))
	}
	return paper.LineChart(lines("Value captured, of the oracle's, by messages sent before", names, labels, values))
}

func (e *evaluation) drawCalibration(paper *charts.Painter) error {
	points := e.Curves["calibration"]
	said, came := make([]float64, bins), make([]float64, bins)
	labels := make([]string, bins)
	for i := range bins {
		said[i], came[i] = (float64(i)+.5)/bins, charts.GetNullValue()
		labels[i] = strconv.FormatFloat(said[i], 'f', 2, 64)
	}
	for _, p := range points {
		i := min(int(p.X*bins), bins-1)
		said[i], came[i] = p.X, p.Y
	}
	return paper.LineChart(lines("Answers within 24 hours: said and came",
		[]string{"said", "came"}, labels, [][]float64{said, came}))
}

func lines(title string, names, labels []string, values [][]float64) charts.LineChartOption {
	option := charts.NewLineChartOptionWithData(values)
	option.Title.Text = title
	option.Title.FontStyle.FontSize = 13
	option.Legend.SeriesNames = names
	option.Legend.Offset = charts.OffsetStr{Top: "26"}
	option.XAxis.Labels = labels
	option.Padding = charts.NewBoxEqual(18)
	option.YAxis = []charts.YAxisOption{{Min: charts.Ptr(low(values)), Max: charts.Ptr(1.0), RangeValuePaddingScale: charts.Ptr(0.0)}}
	return option
}

// low is a tenth below the smallest value.
func low(values [][]float64) float64 {
	least := 1.0
	for _, line := range values {
		least = min(least, slices.Min(line))
	}
	return float64(int(least*10)) / 10
}
