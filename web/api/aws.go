package api

import (
	"encoding/xml"
	"net/http"

	"github.com/labstack/echo/v4"
)

// notYetAWS answers AWS's own protocols, which this version doesn't speak, with
// an error that clients understand. See "Common errors" of the STS API Reference.
func (s *API) notYetAWS(c echo.Context) error {
	const code, message = "NotImplemented", "This sandbox does not answer the AWS protocols yet. Use the console on the world's page."
	request, err := s.requestID()
	if err != nil {
		return err
	}
	c.Response().Header().Set("x-amzn-RequestId", request)
	c.Response().Header().Set("Cache-Control", "no-store")
	if c.Request().Header.Get("X-Amz-Target") != "" {
		c.Response().Header().Set("x-amzn-ErrorType", code)
		return c.JSON(http.StatusNotImplemented, map[string]string{"__type": code, "message": message})
	}
	answer := struct {
		XMLName   xml.Name `xml:"ErrorResponse"`
		Type      string   `xml:"Error>Type"`
		Code      string   `xml:"Error>Code"`
		Message   string   `xml:"Error>Message"`
		RequestID string   `xml:"RequestId"`
	}{Type: "Receiver", Code: code, Message: message, RequestID: request}
	data, err := xml.Marshal(answer)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusNotImplemented, "text/xml", data)
}
